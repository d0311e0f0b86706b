import { expect, test } from 'vitest'
import { createPulse } from './pulse.ts'

/** A clock that moves only when told, and the one timer that waits on it. */
function handMovedTime(startAt: number) {
  let now = startAt
  let waiting: { run: () => void; at: number } | null = null
  return {
    clock: { now: () => now },
    timers: {
      setTimeout: (run: () => void, afterMs: number) => (waiting = { run, at: now + afterMs }),
      clearTimeout: () => (waiting = null),
    },
    /** Fires what is due, `lateMs` after it was. */
    fire(lateMs = 0) {
      const due = waiting
      if (due === null) return false
      waiting = null
      now = due.at + lateMs
      due.run()
      return true
    },
  }
}

test('beats at the start of each second, and a late beat does not push the next', () => {
  const time = handMovedTime(10_300)
  const beats: number[] = []
  const pulse = createPulse({ ...time, everyMs: 1_000, beat: (at) => beats.push(at), onFault: () => {} })
  pulse.start()
  time.fire()
  time.fire(400)
  time.fire()
  expect(beats).toEqual([11_000, 12_400, 13_000])
})

test('a beat that throws is reported and the next still comes', () => {
  const time = handMovedTime(0)
  const faults: unknown[] = []
  let beats = 0
  const pulse = createPulse({
    ...time,
    everyMs: 1_000,
    beat: () => {
      beats += 1
      throw new Error('no')
    },
    onFault: (error) => faults.push(error),
  })
  pulse.start()
  time.fire()
  time.fire()
  expect(beats).toBe(2)
  expect(faults).toHaveLength(2)
})

test('a stopped pulse beats no more', () => {
  const time = handMovedTime(0)
  const pulse = createPulse({ ...time, everyMs: 1_000, beat: () => pulse.stop(), onFault: () => {} })
  pulse.start()
  expect(time.fire()).toBe(true)
  expect(time.fire()).toBe(false)
})
