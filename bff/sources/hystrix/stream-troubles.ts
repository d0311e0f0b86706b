import { TOLD_WITHIN_MS } from './command-book.ts'
import { printableStream } from './refusal.ts'
import type { StreamTold } from './stream-set.ts'

export interface StreamTroubles {
  /** One sentence each. */
  messages: string[]
  /** Where not one stream is open, nor was a moment ago; else null. */
  allFailed: string | null
}

/** A stream that is further behind tells of the past. */
const MOST_LAG_MS = 10_000
/** A clock that is further ahead makes everything look fresh. */
const MOST_AHEAD_MS = 5_000
const MOST_NAMED = 3

/** What is wrong with the streams of a source, in words that stay short however many there are. */
export function troublesOf(told: readonly StreamTold<{ at: number }>[], now: number): StreamTroubles {
  const failing = told.flatMap(({ state }) => (state.problem === null ? [] : [state.problem]))
  const isAnyAlive = told.some(
    ({ state, readings }) => state.kind === 'open' || readings.some(({ toldAt }) => now - toldAt <= TOLD_WITHIN_MS),
  )
  const failed =
    failing.length === 0 ? [] : [sumUp(`${failing.length} of ${told.length} streams cannot be read`, failing)]
  const odd = told.flatMap(({ problems }) => problems)
  const deaf = told.filter(({ hearsNobody }) => hearsNobody).map(({ address }) => printableStream(address.url))
  const lags = told.map((stream) => ({ where: printableStream(stream.address.url), lagMs: lagOf(stream) }))
  const behind = lags
    .filter(({ lagMs }) => lagMs > MOST_LAG_MS)
    .map(({ where, lagMs }) => `${where} by ${seconds(lagMs)}`)
  const ahead = lags
    .filter(({ lagMs }) => lagMs < -MOST_AHEAD_MS)
    .map(({ where, lagMs }) => `${where} by ${seconds(-lagMs)}`)
  const messages = [
    ...failed,
    ...(odd.length === 0 ? [] : [sumUp(`${odd.length} streams cannot be read whole`, odd)]),
    ...(deaf.length === 0 ? [] : [`${named(deaf)} hears of no host at all; does it know this cluster's instances?`]),
    ...(behind.length === 0
      ? []
      : [`Behind by their own currentTime: ${named(behind)}; the stream lags, or that clock is slow.`]),
    ...(ahead.length === 0 ? [] : [`Ahead of this machine's clock: ${named(ahead)}; one of the clocks is wrong.`]),
  ]
  const [first] = failed
  return { messages, allFailed: isAnyAlive || first === undefined ? null : first }
}

/** How far the newest event's own time lay behind ours when it came, ms; NaN where none is told. */
export function lagOf({ readings }: Pick<StreamTold<{ at: number }>, 'readings'>): number {
  const lags = readings.map(({ reading, toldAt }) => toldAt - reading.at).filter((lag) => !Number.isNaN(lag))
  return lags.length === 0 ? NaN : Math.min(...lags)
}

function sumUp(what: string, messages: readonly string[]): string {
  const [only] = messages
  if (messages.length === 1 && only !== undefined) return only
  const distinct = [...new Set(messages)].slice(0, MOST_NAMED)
  return `${what}, for instance: ${distinct.join(' ')}`
}

function named(list: readonly string[]): string {
  const rest = list.length - MOST_NAMED
  return list.slice(0, MOST_NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`
}
