import type { Clock } from '#bff/clock.ts'
import type { Timers } from './poller.ts'

/** A clock and timers that move only when told; what is due runs in order, with promises settled in between. */
export function createVirtualTime(startAt = 1_000_000): {
  clock: Clock
  timers: Timers
  advance(byMs: number): Promise<void>
  waiting(): number
} {
  let now = startAt
  let nextId = 1
  const planned = new Map<number, { at: number; run: () => void }>()
  return {
    clock: { now: () => now },
    timers: {
      setTimeout(run, afterMs) {
        const id = nextId
        nextId += 1
        planned.set(id, { at: now + afterMs, run })
        return id
      },
      clearTimeout(handle) {
        if (typeof handle === 'number') planned.delete(handle)
      },
    },
    async advance(byMs) {
      const until = now + byMs
      await settlePromises()
      for (;;) {
        const due = [...planned].filter(([, { at }]) => at <= until).sort((a, b) => a[1].at - b[1].at)[0]
        if (due === undefined) break
        planned.delete(due[0])
        now = Math.max(now, due[1].at)
        due[1].run()
        await settlePromises()
      }
      now = until
    },
    waiting: () => planned.size,
  }
}

async function settlePromises(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}
