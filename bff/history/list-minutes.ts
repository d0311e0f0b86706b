import type { Minute, Minutes, MinutesQuery } from '#contract/history.ts'
import type { Roster } from '#contract/roster.ts'
import { Failure } from '#bff/failure.ts'
import { MINUTE_MS } from '#bff/store/merge-minutes.ts'
import { readMinutes, type KnownMinute } from '#bff/store/minute-series.ts'
import type { Store } from '#bff/store/store.ts'
import { ENTRY } from './minute-rollup.ts'

const LONGEST_SPAN_MS = 31 * 86_400_000

export interface ListMinutesInput {
  store: Store
  query: MinutesQuery
  /** Minutes that are not yet over are left out. */
  now: number
  /** The newest roster, to tell an unknown name from one of which nothing is known; null before the first frame. */
  roster: Roster | null
}

export async function listMinutes({ store, query, now, roster }: ListMinutesInput): Promise<Minutes> {
  const { region, service } = query
  if (query.to <= query.from || query.to - query.from > LONGEST_SPAN_MS) {
    throw new Failure({
      code: 'bad_request',
      message: 'The span must be longer than nothing and at most 31 days.',
      path: 'to',
      expected: `a time in ${query.from + 1}–${query.from + LONGEST_SPAN_MS}`,
    })
  }
  const from = Math.ceil(query.from / MINUTE_MS) * MINUTE_MS
  const to = Math.floor(Math.min(query.to, now) / MINUTE_MS) * MINUTE_MS
  const known = await readMinutes(store, { region, service: service ?? ENTRY }, from, to)
  if (known.length === 0) refuseUnknownNames(query, roster)
  const byStart = new Map(known.map((minute) => [minute.minute, minute]))
  const minutes: Minute[] = []
  for (let at = from; at < to; at += MINUTE_MS) minutes.push(minuteOf(at, byStart.get(at)))
  return { region, service: service ?? null, minutes }
}

function minuteOf(at: number, known: KnownMinute | undefined): Minute {
  if (known === undefined) return { at, good: 0, degraded: null, error: 0, expected: null, unknownSeconds: 60 }
  const { good, degraded, error, expected, known_ms } = known
  return { at, good, degraded, error, expected, unknownSeconds: (MINUTE_MS - known_ms) / 1_000 }
}

function refuseUnknownNames({ region, service }: MinutesQuery, roster: Roster | null): void {
  if (roster === null) return
  if (!roster.regions.some(({ id }) => id === region)) {
    throw new Failure({ code: 'not_found', message: `There is no region "${region}".`, path: 'region' })
  }
  if (service === undefined) return
  if (!roster.nodes.some((node) => node.region === region && node.service === service)) {
    throw new Failure({ code: 'not_found', message: `There is no service "${service}" in ${region}.`, path: 'service' })
  }
}
