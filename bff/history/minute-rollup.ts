import type { Frame } from '#contract/frame-codec/frame.ts'
import { staleAfterMs, type FreshnessRule } from '#contract/freshness.ts'
import type { Roster } from '#contract/roster.ts'
import type { MinuteRow } from '#bff/store/schema.ts'
import { believedRegion } from './believed-totals.ts'

/**
 * From rates a second to requests a minute. Each frame speaks for a span of time; requests/s times the span, split by
 * error share and degraded share, are the requests of that span. A span over the turn of a minute counts on both sides
 * in proportion. A row that is stale or of which the requests or their errors are not known adds nothing: the minute
 * then knows less of its 60 s. Where only the degraded share is not told, the answers count as good, and `degraded`
 * stays null unless some of the minute tells it.
 */
export interface MinuteRollup {
  add(input: { frame: Frame; roster: Roster; spanMs: number }): void
  /** What became known since the last time, a row a series and minute; the open minute's part included. */
  drain(): MinuteRow[]
}

/** `service` of the rows that tell of a region's entry. */
export const ENTRY = ''

const MINUTE_MS = 60_000

interface Sums {
  good: number
  degraded: number
  degradedKnownMs: number
  error: number
  knownMs: number
}

interface Series extends Sums {
  region: string
  service: string
}

export function createMinuteRollup(rule: FreshnessRule): MinuteRollup {
  const finished: MinuteRow[] = []
  let open: number | null = null
  let epoch: string | null = null
  let nodes: Series[] = []
  let entries: Series[] = []

  function finish(): void {
    for (const series of [...entries, ...nodes]) {
      const row = open === null ? null : takeRow(series, open)
      if (row !== null) finished.push(row)
    }
  }

  function follow(roster: Roster): void {
    if (roster.epoch !== epoch) {
      finish()
      epoch = roster.epoch
      nodes = []
      entries = roster.regions.map(({ id }) => newSeries(id, ENTRY))
    }
    for (const { region, service } of roster.nodes.slice(nodes.length)) nodes.push(newSeries(region, service))
  }

  return {
    add({ frame, roster, spanMs }) {
      follow(roster)
      for (const { minute, partMs } of minutesOf(frame.worldAt - spanMs, frame.worldAt)) {
        if (minute !== open) finish()
        open = minute
        addEntries(entries, frame, roster, partMs, rule)
        addNodes(nodes, frame, roster, partMs, rule)
      }
    },
    drain() {
      finish()
      return finished.splice(0)
    },
  }
}

function addEntries(entries: Series[], frame: Frame, roster: Roster, partMs: number, rule: FreshnessRule): void {
  for (const [index, series] of entries.entries()) {
    const rates = believedRegion(frame, roster, index, rule)
    addRates(series, rates.requestsPerSecond, rates.errorShare, rates.degradedShare, partMs)
  }
}

function addNodes(nodes: Series[], frame: Frame, roster: Roster, partMs: number, rule: FreshnessRule): void {
  const { requestsPerSecond, errorShare, degradedShare, lagMs } = frame.nodes
  const oldestBelieved = roster.feeds.map(({ periodMs }) => frame.worldAt - staleAfterMs(periodMs, rule))
  for (const [index, node] of roster.nodes.entries()) {
    const series = nodes[index]
    if (series === undefined || node.kind === 'internet' || node.gone === true) continue
    const observedAt = (frame.feedObservedAt[node.feed] ?? NaN) - (lagMs[index] ?? NaN)
    // False for NaN: a row never seen.
    if (!(observedAt >= (oldestBelieved[node.feed] ?? NaN))) continue
    addRates(series, requestsPerSecond[index] ?? NaN, errorShare[index] ?? NaN, degradedShare[index] ?? NaN, partMs)
  }
}

function addRates(sums: Sums, requestsPerSecond: number, errorShare: number, degradedShare: number, ms: number): void {
  // No requests, no errors: a share of nothing is not told, and need not be.
  const isIdle = requestsPerSecond === 0
  if (!isIdle && (Number.isNaN(requestsPerSecond) || Number.isNaN(errorShare))) return
  const requests = (requestsPerSecond * ms) / 1_000
  const error = isIdle ? 0 : requests * errorShare
  const degraded = isIdle || Number.isNaN(degradedShare) ? 0 : Math.min(requests - error, requests * degradedShare)
  sums.error += error
  sums.degraded += degraded
  sums.good += requests - error - degraded
  sums.knownMs += ms
  if (!Number.isNaN(degradedShare)) sums.degradedKnownMs += ms
}

/** The row of what has gathered, which is then empty again; null where nothing has. */
function takeRow(series: Series, minute: number): MinuteRow | null {
  const known_ms = Math.min(MINUTE_MS, Math.round(series.knownMs))
  const row = {
    region: series.region,
    service: series.service,
    minute,
    good: Math.max(0, series.good),
    degraded: series.degradedKnownMs > 0 ? series.degraded : null,
    error: series.error,
    expected: null,
    known_ms,
  }
  Object.assign(series, emptySums())
  return known_ms > 0 ? row : null
}

function newSeries(region: string, service: string): Series {
  return { region, service, ...emptySums() }
}

function emptySums(): Sums {
  return { good: 0, degraded: 0, degradedKnownMs: 0, error: 0, knownMs: 0 }
}

/** The minutes that (from, to] touches, with how much of each. */
function minutesOf(from: number, to: number): { minute: number; partMs: number }[] {
  const parts: { minute: number; partMs: number }[] = []
  for (let at = from; at < to;) {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS
    const end = Math.min(to, minute + MINUTE_MS)
    parts.push({ minute, partMs: end - at })
    at = end
  }
  return parts
}
