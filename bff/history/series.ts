import { DEFAULT_FRESHNESS_RULE, type FreshnessRule } from '#contract/freshness.ts'
import type { Roster } from '#contract/roster.ts'
import {
  LONGEST_SERIES_MS,
  USUAL_SERIES_MS,
  type Moment,
  type MomentQuery,
  type Series,
  type SeriesQuery,
} from '#contract/series.ts'
import { Failure } from '#bff/failure.ts'
import { MINUTE_MS } from '#bff/store/merge-minutes.ts'
import { readMinutes } from '#bff/store/minute-series.ts'
import type { Store } from '#bff/store/store.ts'
import { ENTRY } from './minute-rollup.ts'
import { createChunkReader, type ChunkReader } from './series-chunks.ts'
import { joinColumns, joinSamples, pointsOfMinutes, pointsOfSamples, type PointShape } from './series-points.ts'
import { rowsOfSubject, servicesOfRegion, type SeriesSubject } from './series-rows.ts'
import { createSeriesThread } from './series-thread.ts'
import type { WaitingChunk } from './unsaved.ts'

/** What charts are drawn from: recorded frames as far back as they are kept, minutes before that. */
export interface SeriesReader {
  series(query: SeriesQuery): Promise<Series>
  moment(query: MomentQuery): Promise<Moment>
  close(): Promise<void>
}

export interface SeriesReaderInput {
  store: Store
  rule: FreshnessRule
  waiting: () => readonly WaitingChunk[]
  /** The newest roster, to tell an unknown name from one of which nothing is known; null before the first frame. */
  roster: () => Roster | null
  /** The world's clock. */
  now: () => number
}

const FINEST_STEP_MS = 1_000
/** How long a moment is: a rate of one second is mostly chance. */
const MOMENT_MS = 30_000

export function createSeriesReader(input: SeriesReaderInput): SeriesReader {
  const thread = createSeriesThread()
  const chunks = createChunkReader({ ...input, thread })
  return {
    series: (query) => seriesOf(input, chunks, query),
    moment: (query) => momentOf(input, chunks, query),
    close: () => thread.close(),
  }
}

async function seriesOf(input: SeriesReaderInput, chunks: ChunkReader, query: SeriesQuery): Promise<Series> {
  const subject = subjectOf(query)
  const shape = shapeOf(query, input.now())
  const to = shape.from + shape.points * shape.stepMs
  const oldestFrame = await chunks.oldestAt()
  // Points before the first frame's are made of minutes.
  const early = oldestFrame === null ? shape.points : pointAt(shape, oldestFrame)
  const fromFrames = await readFrames(chunks, subject, shape, early)
  const fromMinutes = await readEarly(input.store, subject, shape, early)
  const columns = joinColumns(fromMinutes, fromFrames, early)
  if (columns.requestsPerSecond.every((value) => value === null)) refuseUnknown(subject, input.roster())
  return {
    from: shape.from,
    to,
    stepMs: shape.stepMs,
    at: Array.from({ length: shape.points }, (_, point) => Math.floor(shape.from + (point + 0.5) * shape.stepMs)),
    ...columns,
    framesFrom: oldestFrame,
  }
}

async function readFrames(chunks: ChunkReader, subject: SeriesSubject, shape: PointShape, early: number) {
  const to = shape.from + shape.points * shape.stepMs
  if (early >= shape.points) return pointsOfSamples(joinSamples([]), shape)
  const read = await chunks.read({
    from: shape.from,
    to: to + MINUTE_MS,
    key: JSON.stringify(subject),
    wanted(roster, rule) {
      const rows = rowsOfSubject(subject, roster, rule)
      return rows === null ? null : [rows]
    },
  })
  return pointsOfSamples(joinSamples(read.flatMap((samples) => samples?.slice(0, 1) ?? [])), shape)
}

/** Nobody keeps minutes of connections. */
async function readEarly(store: Store, subject: SeriesSubject, shape: PointShape, early: number) {
  if (early === 0 || subject.kind === 'stream') return pointsOfMinutes([], shape)
  const key = { region: subject.region, service: subject.kind === 'service' ? subject.service : ENTRY }
  const from = Math.floor(shape.from / MINUTE_MS) * MINUTE_MS
  return pointsOfMinutes(await readMinutes(store, key, from, shape.from + early * shape.stepMs), shape)
}

async function momentOf(input: SeriesReaderInput, chunks: ChunkReader, query: MomentQuery): Promise<Moment> {
  const { region, agoMs } = query
  const at = Math.floor(input.now() - agoMs)
  const services = servicesOfRegion(region, input.roster())
  const read = await chunks.read({
    from: at - MOMENT_MS,
    to: at,
    isBroad: true,
    key: `moment ${region} ${services.join(' ')}`,
    wanted(roster, rule) {
      const rows = services.map((service) => rowsOfSubject({ kind: 'service', region, service }, roster, rule))
      return rows.map((one) => one ?? { kind: 'nodes', rows: [] })
    },
  })
  const shape = { from: at - MOMENT_MS, stepMs: MOMENT_MS, points: 1 }
  return {
    region,
    at,
    services: services.flatMap((service, place) => {
      const samples = joinSamples(read.flatMap((chunk) => chunk?.slice(place, place + 1) ?? []))
      const { requestsPerSecond, errorShare } = pointsOfSamples(samples, shape)
      const [rate = null, share = null] = [requestsPerSecond[0], errorShare[0]]
      return rate === null ? [] : [{ service, requestsPerSecond: rate, errorShare: share }]
    }),
  }
}

/** The contract allows either a place or two ends. */
function subjectOf({ region, service, source, target }: SeriesQuery): SeriesSubject {
  if (source !== undefined && target !== undefined) return { kind: 'stream', source, target }
  if (service !== undefined) return { kind: 'service', region: region ?? '', service }
  return { kind: 'region', region: region ?? '' }
}

function shapeOf(query: SeriesQuery, now: number): PointShape {
  const to = (query.to ?? Math.ceil(now)) - query.agoMs
  const from = query.from === undefined ? to - USUAL_SERIES_MS : query.from - query.agoMs
  if (from < 0 || from >= to || to - from > LONGEST_SERIES_MS) {
    throw new Failure({
      code: 'bad_request',
      message: 'The span must be longer than nothing and at most six hours, and lie after 1970.',
      path: 'from',
      expected: `a time in ${Math.max(0, to - LONGEST_SERIES_MS) + query.agoMs}–${to + query.agoMs - 1}`,
    })
  }
  // One point fewer, because both ends are widened to whole steps.
  const stepMs = Math.max(FINEST_STEP_MS, Math.ceil((to - from) / (query.points - 1)))
  const firstStep = Math.floor(from / stepMs)
  return { from: firstStep * stepMs, stepMs, points: Math.ceil(to / stepMs) - firstStep }
}

/** The first point that a frame of this time counts into. */
function pointAt({ from, stepMs, points }: PointShape, at: number): number {
  return Math.min(points, Math.max(0, Math.floor((at - from) / stepMs)))
}

function refuseUnknown(subject: SeriesSubject, roster: Roster | null): void {
  if (roster === null || rowsOfSubject(subject, roster, DEFAULT_FRESHNESS_RULE) !== null) return
  const name =
    subject.kind === 'region'
      ? `region "${subject.region}"`
      : subject.kind === 'service'
        ? `service "${subject.service}" in ${subject.region}`
        : `connection from ${subject.source} to ${subject.target}`
  throw new Failure({ code: 'not_found', message: `Nothing was ever recorded of a ${name}.` })
}
