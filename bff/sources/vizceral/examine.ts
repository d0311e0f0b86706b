import { GLOBAL_REGION, INTERNET, type RegionId, type SourceId } from '#contract/ids.ts'
import type { Clock } from '#bff/clock.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import type { DoctorFinding } from '../source.ts'
import { createAssembler } from './assemble-report.ts'
import { fetchFeed, printableUrl } from './fetch-feed.ts'
import type { VizceralSettings } from './settings.ts'

type Finding = Omit<DoctorFinding, 'source'>

export interface ExamineInput {
  id: SourceId
  settings: VizceralSettings
  /** What the feed should tell of. */
  regions: readonly RegionId[]
  regionNames: ReadonlyMap<string, RegionId>
  clock: Clock
}

/** One look at the feed, for the table that `npm run doctor` prints. */
export async function examine(input: ExamineInput, signal: AbortSignal): Promise<DoctorFinding[]> {
  return (await findings(input, signal)).map((finding) => ({ source: input.id, ...finding }))
}

async function findings(input: ExamineInput, signal: AbortSignal): Promise<Finding[]> {
  const { settings, clock } = input
  const fetched = await fetchFeed(settings, signal)
  if (fetched.kind === 'failed') return [finding('graph', 'failed', fetched.message)]
  const now = clock.now()
  const assembled = createAssembler(input).assemble(fetched.feed, now)
  if (assembled.kind === 'failed') return [finding('graph', 'failed', assembled.message)]
  const { report } = assembled
  const size = `${(fetched.bytes / 1_024).toFixed(0)} KB, ${report.nodes.length} nodes, ${report.edges.length} connections`
  return [
    finding('graph', 'ok', `${printableUrl(settings.url)} answers: ${size}.`),
    ...report.problems.map(({ asked, message }) => finding(asked, 'warning', message)),
    ...examineRegions(input, report),
    examineEntry(report),
    ...report.feeds.filter(({ region }) => region !== GLOBAL_REGION).map((feed) => examineAge(feed, now)),
  ]
}

function examineRegions({ regions }: ExamineInput, report: SourceReport): Finding[] {
  const seen = new Set(report.feeds.map(({ region }) => region))
  const told = regions.filter((region) => seen.has(region))
  const silent = regions.filter((region) => !seen.has(region))
  const tells = told.length === 0 ? 'No configured region appears in the feed' : `Tells of ${told.join(', ')}`
  const lacks = silent.length === 0 ? '' : `; nothing of ${silent.join(', ')}`
  return [finding('regions', silent.length === 0 ? 'ok' : 'warning', `${tells}${lacks}.`)]
}

function examineEntry(report: SourceReport): Finding {
  const entries = report.edges.filter(({ entry }) => entry)
  const regions = new Set(entries.map(({ targetRegion }) => targetRegion))
  const without = report.feeds.map(({ region }) => region).filter((r) => r !== GLOBAL_REGION && !regions.has(r))
  if (without.length === 0) return finding('entry', 'ok', `${entries.length} connections enter from ${INTERNET}.`)
  return finding(
    'entry',
    'warning',
    `No connection enters ${without.join(', ')} from ${INTERNET} or an entryNode, so there is no total of it.`,
  )
}

function examineAge({ region, observedAt }: { region: RegionId; observedAt: number }, now: number): Finding {
  const asked = `age of ${region}`
  if (Number.isNaN(observedAt)) {
    return finding(asked, 'warning', 'No "updated": its age shows only when the graph changes.')
  }
  return { ...finding(asked, 'ok', 'By its own "updated".'), ageMs: Math.max(0, now - observedAt) }
}

function finding(asked: string, outcome: Finding['outcome'], answer: string): Finding {
  return { asked, outcome, answer, ageMs: null }
}
