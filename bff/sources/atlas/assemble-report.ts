import { GLOBAL_REGION, INTERNET, type RegionId, type SourceId } from '#contract/ids.ts'
import type { EdgeReading, FeedReading, NodeReading, SourceReport } from '#bff/topology/report.ts'
import { createEdgeTable, type EdgeTable, type Measure } from '../prometheus/edge-table.ts'
import type { EdgeNaming } from '../prometheus/edge-naming.ts'
import { edgesOf, isEntry, readingOf, type EdgeNow } from '../prometheus/edge-readings.ts'
import type { RegionNames } from '../prometheus/names.ts'
import type { Answers, Span } from './ask-all.ts'
import { createCallNaming, createEntryNaming } from './edge-naming.ts'
import { createProblemNotes, type ProblemNotes } from './problem-notes.ts'
import type { Role } from './questions.ts'
import { countOfSteps, createReader, isAnswered, type Reader } from './read-answers.ts'
import { readNodes, readServiceZones, readZones } from './service-readings.ts'
import type { AtlasSettings } from './settings.ts'

/**
 * From lines over some steps to what is known at an instant. Of the newest steps not everybody has published yet, so they
 * are not believed; of the rest each connection is told as it was in the newest step that says anything of it, with that
 * step's own end as its age, and not at all where the whole span says nothing.
 */

/** Steps before the newest believed one that a connection may have been silent and still be told. */
export const REMEMBERED_STEPS = 4

export interface AssembleInput {
  id: SourceId
  settings: AtlasSettings
  regions: RegionNames
  answers: Answers
  span: Span
  /** The newest instant that each region was told of, as far as is remembered; NaN for never. */
  remember: (region: RegionId, observedAt: number) => number
  /** Regions that were ever told of. */
  remembered: () => Iterable<RegionId>
  /** UTC ms, of the problems. */
  now: number
}

/** `atMs` must be the end of a step of the span; problems are told whatever the instant. */
export interface Assembly {
  reportAt(atMs: number): SourceReport
}

export function assembleReports(input: AssembleInput): Assembly {
  const { id, settings, regions, answers, span } = input
  const problems = createProblemNotes(answers, span, input.now)
  const read = createReader(answers, span)
  const tables = [
    tableOf(input, read, problems, CALLS, createCallNaming(settings.tags, regions)),
    tableOf(input, read, problems, ENTRIES, createEntryNaming(settings.tags, regions)),
  ]
  const timeOf = (step: number) => span.fromMs + step * span.stepMs
  return {
    reportAt(atMs) {
      const newest = Math.round((atMs - span.fromMs) / span.stepMs) - settings.unsettledSteps
      const steps = stepsBefore(newest, answers, span)
      const found = edgesAt(tables, steps, timeOf)
      const enters = isEntry(found, settings.entry)
      const edges = found.map((edge) => readingOf(edge, { observedAt: edge.sampledAtMs, entry: enters(edge) }))
      const facts = { settings, regions, answers, read, steps, timeOf, problems }
      const serviceZones = readServiceZones(facts)
      return {
        source: id,
        at: atMs,
        feeds: feedsOf(input, edges),
        edges,
        nodes: [...readNodes(facts), ...internetOf(edges)],
        zones: readZones(facts),
        ...(serviceZones === undefined ? {} : { serviceZones }),
        business: [],
        problems: problems.list(),
      }
    },
  }
}

const CALLS: readonly (readonly [Role, Measure])[] = [
  ['requests', 'requests'],
  ['errors', 'errors'],
  ['degraded', 'degraded'],
  ['p99', 'p99'],
]
const ENTRIES: readonly (readonly [Role, Measure])[] = [
  ['entryRequests', 'requests'],
  ['entryErrors', 'errors'],
]

function tableOf(
  { answers, span }: AssembleInput,
  read: Reader,
  problems: ProblemNotes,
  measures: readonly (readonly [Role, Measure])[],
  naming: EdgeNaming,
): EdgeTable {
  const answered = new Set(measures.filter(([role]) => isAnswered(answers, role)).map(([, measure]) => measure))
  const table = createEdgeTable({ steps: countOfSteps(span), answered })
  for (const [role, measure] of measures) {
    for (const { reason, rows } of table.add(measure, read(role), naming)) problems.leftOut(role, reason, rows)
  }
  return table
}

/** Newest first; where an answer is coarser than asked, more of the fine steps are looked through. */
function stepsBefore(newest: number, answers: Answers, span: Span): number[] {
  const coarseness = stepOf(answers, span.stepMs) / span.stepMs
  const count = 1 + Math.round(REMEMBERED_STEPS * coarseness)
  return Array.from({ length: count }, (_, back) => newest - back).filter((step) => step >= 0)
}

/** The coarsest that anything came in, ms. */
function stepOf(answers: Answers, askedMs: number): number {
  let coarsest = askedMs
  for (const answer of answers.values()) {
    if (answer.kind === 'answered') coarsest = Math.max(coarsest, answer.value.stepMs)
  }
  return coarsest
}

function edgesAt(tables: readonly EdgeTable[], steps: readonly number[], timeOf: (step: number) => number): EdgeNow[] {
  const found = new Map<string, EdgeNow>()
  for (const step of steps) {
    for (const table of tables) {
      for (const edge of edgesOf(table, step, true)) {
        if (!found.has(edge.id)) found.set(edge.id, { ...edge, sampledAtMs: timeOf(step) })
      }
    }
  }
  return [...found.values()]
}

function feedsOf(input: AssembleInput, edges: readonly EdgeReading[]): FeedReading[] {
  const { settings, answers, span } = input
  const newest = new Map<RegionId, number>()
  for (const { feedRegion, observedAt } of edges) {
    newest.set(feedRegion, Math.max(newest.get(feedRegion) ?? -Infinity, observedAt))
  }
  if (settings.region !== undefined && !newest.has(settings.region)) newest.set(settings.region, NaN)
  for (const region of input.remembered()) if (!newest.has(region)) newest.set(region, NaN)
  // A step that is not believed yet makes what is shown one step older than it could be.
  const periodMs = stepOf(answers, span.stepMs) * (1 + settings.unsettledSteps / 2)
  return Array.from(newest, ([region, observedAt]) => ({
    region,
    observedAt: input.remember(region, observedAt),
    periodMs,
  }))
}

function internetOf(edges: readonly EdgeReading[]): NodeReading[] {
  const first = edges.find(({ source }) => source === INTERNET)
  if (first === undefined) return []
  const { feedRegion, observedAt } = first
  const key = { region: GLOBAL_REGION, service: INTERNET, kind: 'internet' as const }
  return [{ ...key, feedRegion, saturation: NaN, observedAt }]
}
