import type { Clock } from '#bff/clock.ts'
import type { ControlRefusal, ControlUnknown } from '#bff/evacuation/control.ts'
import { askSocket } from './ask-socket.ts'
import { judgeWrite, type Listing } from './wire.ts'

/** One proxy for the length of one call: everything it is asked shares the call's time limit. */
export interface Edge {
  readonly instance: string
  now(): number
  /** What it says to a question. */
  ask<Row>(command: string, parse: (text: string) => Listing<Row>): Promise<Row[] | EdgeFailure>
  /** What it says to an order; null where it was done. */
  order(command: string): Promise<EdgeFailure | null>
  /** The answer as it is. */
  say(command: string): Promise<string | EdgeFailure>
}

export type EdgeFailure = ControlRefusal | ControlUnknown

export function createEdge(input: {
  instance: string
  address: string
  /** UTC ms at which the call must have been answered. */
  until: number
  clock: Clock
  signal: AbortSignal
}): Edge {
  const { instance, address, until, clock, signal } = input

  async function say(command: string): Promise<string | EdgeFailure> {
    const limitMs = until - clock.now()
    if (limitMs <= 0) return { kind: 'refused', cause: 'busy', why: 'the time was up before it was asked' }
    const answer = await askSocket({ address, command, limitMs, signal })
    if (answer.kind === 'not-sent') return { kind: 'refused', cause: answer.cause, why: answer.why }
    return answer.kind === 'no-answer' ? { kind: 'unknown', why: answer.why } : answer.text
  }

  return {
    instance,
    now: () => clock.now(),
    say,
    async ask(command, parse) {
      const text = await say(command)
      if (typeof text !== 'string') return text
      if (/permission denied/i.test(text)) return denied(text.trim())
      const listing = parse(text)
      if (listing.kind === 'rows') return listing.rows
      return { kind: 'unknown', why: `“${command.split('\n')[0]}”: ${listing.why}` }
    },
    async order(command) {
      const text = await say(command)
      if (typeof text !== 'string') return text
      const verdict = judgeWrite(text)
      if (verdict.kind === 'done') return null
      return verdict.kind === 'denied' ? denied(verdict.why) : { kind: 'refused', cause: 'invalid', why: verdict.why }
    },
  }
}

function denied(why: string): ControlRefusal {
  return { kind: 'refused', cause: 'credentials', why: `${why} (the socket needs “level admin”)` }
}
