import type { ControlUnknown } from './control.ts'
import type { Timers } from './ports.ts'

/**
 * One call of a port, answered exactly once: by the port, or as unknown when the limit has passed or the call threw. A
 * driver that breaks may have sent something before it broke.
 */
export function callPort<Answer>(
  call: () => Promise<Answer>,
  limit: { limitMs: number; timers: Timers },
  answer: (said: Answer | ControlUnknown) => void,
): void {
  let isOver = false
  const say = (said: Answer | ControlUnknown) => {
    if (isOver) return
    isOver = true
    cancel()
    answer(said)
  }
  const cancel = limit.timers.after(limit.limitMs, () =>
    say({ kind: 'unknown', why: `no answer within ${limit.limitMs} ms` }),
  )
  const broke = (error: unknown) =>
    say({ kind: 'unknown', why: error instanceof Error ? error.message : 'the driver failed' })
  try {
    call().then(say, broke)
  } catch (error) {
    broke(error)
  }
}
