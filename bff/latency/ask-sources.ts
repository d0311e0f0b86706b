import type { SourceId } from '#contract/ids.ts'
import type { LatencyWord } from '#contract/latency.ts'
import type { LatencyAnswer, TrafficSource } from '#bff/sources/source.ts'
import type { Connection } from './connections-of.ts'
import type { ToldPoints } from './kept-points.ts'
import type { Turns } from './create-turns.ts'

/** More would be a question about the whole fleet. */
const MOST_CONNECTIONS = 200
const LIMIT_MS = 20_000

export interface AskedSources {
  points: ToldPoints
  toldBy: LatencyWord[]
}

export interface LatencySource {
  source: TrafficSource
  turns: Turns
}

/** Asks each source for the connections whose word is its own, and keeps the slowest at each instant. */
export async function askSources(input: {
  connections: readonly Connection[]
  sources: ReadonlyMap<SourceId, LatencySource>
  span: { from: number; to: number; stepMs: number }
  signal: AbortSignal
}): Promise<AskedSources> {
  const { connections, sources, span } = input
  const count = Math.round((span.to - span.from) / span.stepMs) + 1
  const points = { p50LatencyMs: unknown(count), p90LatencyMs: unknown(count) }
  const signal = AbortSignal.any([input.signal, AbortSignal.timeout(LIMIT_MS)])
  const words = [...new Set(connections.map(({ source }) => source))].map(async (id): Promise<LatencyWord[]> => {
    const asked = sources.get(id)
    if (asked === undefined) return []
    const own = connections.filter((connection) => connection.source === id).map(({ key }) => key)
    const answer = await (connections.length > MOST_CONNECTIONS
      ? failed(`These are ${connections.length} connections; at most ${MOST_CONNECTIONS} are asked for at once.`)
      : ask(asked, { ...span, connections: own, signal }))
    const word = { source: id, preset: asked.source.preset, connections: 0, windowMs: null, problem: null }
    if (answer.kind === 'failed') return [{ ...word, problem: answer.message }]
    for (const row of answer.rows) {
      raise(points.p50LatencyMs, row.p50LatencyMs)
      raise(points.p90LatencyMs, row.p90LatencyMs)
    }
    return [{ ...word, connections: answer.rows.length, windowMs: answer.windowMs }]
  })
  const toldBy = (await Promise.all(words)).flat()
  return { points: { from: span.from, to: span.to, ...points }, toldBy }
}

async function ask(
  { source, turns }: LatencySource,
  question: Parameters<NonNullable<TrafficSource['latency']>>[0],
): Promise<LatencyAnswer> {
  const { latency } = source
  if (latency === undefined) return failed('This source does not tell p50 and p90.')
  const answer = turns.take(() => latency(question))
  return answer ?? failed('Too many panels ask this source at once; this one asks again by itself.')
}

function failed(message: string): LatencyAnswer {
  return { kind: 'failed', message }
}

function raise(column: number[], values: readonly number[]): void {
  values.forEach((value, step) => {
    if (!Number.isNaN(value) && !(value <= (column[step] ?? NaN))) column[step] = value
  })
}

function unknown(count: number): number[] {
  return Array.from({ length: count }, () => NaN)
}
