import { expect, test } from 'vitest'
import { createSetClock, START } from '#bff/store/store-fixture.ts'
import { createNightWatch } from './night-watch.ts'

const SETTINGS = { refreshAt: '03:00', jitterMs: 0, approvalMs: 0 }

/** A clock whose timers fire when it is told to go on. */
function ground(newest: number, answers: boolean[]) {
  const clock = createSetClock()
  const due: { run: () => void; at: number }[] = []
  const done: number[] = []
  const watch = createNightWatch({
    clock,
    timers: {
      setTimeout(run, afterMs) {
        const timer = { run, at: clock.now() + afterMs }
        due.push(timer)
        return timer
      },
      clearTimeout: () => due.splice(0),
    },
    random: () => 0,
    settings: SETTINGS,
    newest: async () => newest,
    async refresh() {
      done.push(clock.now() - START)
      return answers.shift() ?? true
    },
  })
  return {
    watch,
    done,
    async toNext() {
      await new Promise((resolve) => setImmediate(resolve))
      const next = due.shift()
      if (next === undefined) return
      clock.set(next.at)
      next.run()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

const HOUR_MS = 3_600_000
/** From START, 14:00, to three in the night. */
const NIGHT = 13 * HOUR_MS

test('where a night was missed it begins soon, tries again, and then comes each night', async () => {
  const { watch, done, toNext } = ground(NaN, [false, true])
  watch.start()
  for (let turn = 0; turn < 4; turn += 1) await toNext()
  expect(done).toEqual([30_000, 90_000, NIGHT, NIGHT + 24 * HOUR_MS])
  expect(watch.nextAt()).toBe(START + NIGHT + 48 * HOUR_MS)
  watch.stop()
})

test('where it was done last night it waits for the next', async () => {
  const { watch, done, toNext } = ground(START - 11 * HOUR_MS, [])
  watch.start()
  await toNext()
  expect(done).toEqual([NIGHT])
})

test('stopped, nothing comes any more', async () => {
  const { watch, done, toNext } = ground(NaN, [])
  watch.start()
  await toNext()
  watch.stop()
  await toNext()
  expect(done).toEqual([30_000])
  expect(watch.nextAt()).toBeNull()
})
