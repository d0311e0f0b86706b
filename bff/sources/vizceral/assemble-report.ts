import { edgeIdOf, GLOBAL_REGION, type RegionId } from '#contract/ids.ts'
import type { EdgeReading, FeedReading, NodeReading, SourceReport } from '#bff/topology/report.ts'
import { planOf, type FeedPlan } from './find-regions.ts'
import { edgesOf, nodesOf, type GraphEdge } from './graph-readings.ts'
import { classesOf, DANGER, NORMAL, WARNING } from './measure-connection.ts'
import { createProblemList, listOf, quote, type ProblemList } from './problem-list.ts'
import type { VizceralSettings } from './settings.ts'
import { createToldTimes } from './told-times.ts'
import { instantOfWire, type WireFeed } from './wire.ts'

/** One feed after another becomes one report after another; what must be remembered between them is kept here. */
export interface Assembler {
  /** Fails where not even the regions can be told. */
  assemble(feed: WireFeed, now: number): { kind: 'report'; report: SourceReport } | { kind: 'failed'; message: string }
}

/** Ages are wrong by as much as the clocks differ. */
const MOST_SKEW_MS = 5_000

export function createAssembler(input: {
  settings: VizceralSettings
  regionNames: ReadonlyMap<string, RegionId>
}): Assembler {
  const { settings } = input
  const times = createToldTimes()
  const told = new Set<string>()
  let before: ReadonlyMap<string, GraphEdge> = new Map()
  const seenRegions = new Set<RegionId>()
  return {
    assemble(feed, now) {
      const problems = createProblemList()
      const plan = planOf({ feed, regionNames: input.regionNames, fixed: settings.region, problems })
      if (plan === null) return { kind: 'failed', message: problems.list(now)[0]?.message ?? 'The feed is no graph.' }
      for (const name of classesOf(feed)) told.add(name)
      const reading = { feed, plan, told, problems }
      const edges = edgesOf(reading)
      const feeds = feedsOf({ feed, plan, edges, times, settings, now, problems })
      const observedAtOf = (region: RegionId) => feeds.find((one) => one.region === region)?.observedAt ?? NaN
      const vanished = vanishedOf(before, edges, new Set(feeds.map(({ region }) => region)))
      before = new Map(edges.map((edge) => [edgeIdOf(edge), edge]))
      complainOfClasses(told, problems)
      complainOfRegions(plan, seenRegions, problems)
      const report: SourceReport = {
        source: settings.id,
        at: now,
        feeds,
        edges: [...edges, ...vanished].map((edge) => edgeReadingOf(edge, observedAtOf(edge.feedRegion))),
        nodes: nodesOf(reading, edges).map((node): NodeReading => {
          return { ...node, saturation: NaN, observedAt: observedAtOf(node.feedRegion) }
        }),
        zones: [],
        business: [],
        problems: problems.list(now),
      }
      return { kind: 'report', report }
    },
  }
}

/** The world's own rows (the internet's calls to the CDN) are as new as the newest region. */
function feedsOf(input: {
  feed: WireFeed
  plan: FeedPlan
  edges: readonly GraphEdge[]
  times: ReturnType<typeof createToldTimes>
  settings: VizceralSettings
  now: number
  problems: ProblemList
}): FeedReading[] {
  const { feed, plan, times, settings, now, problems } = input
  const own = plan.regions.map(({ wire }) => instantOfWire(wire.updated))
  // The root's word counts only where no region has one of its own.
  const isLeftToRoot = plan.regions.every(({ wire }) => wire.updated === null || wire.updated === undefined)
  const ofRoot = isLeftToRoot ? instantOfWire(feed.updated) : NaN
  const feeds = plan.regions.map(({ region, content }, index): FeedReading => {
    const told = own[index] ?? NaN
    const updatedMs = Number.isNaN(told) ? ofRoot : told
    const time = times.at({ region, updatedMs, content, now })
    complainOfTime(region, time, problems)
    return { region, observedAt: time.observedAt, periodMs: settings.period }
  })
  if (!input.edges.some(({ feedRegion }) => feedRegion === GLOBAL_REGION)) return feeds
  const newest = feeds.reduce((at, { observedAt }) => (observedAt <= at ? at : observedAt), NaN)
  return [...feeds, { region: GLOBAL_REGION, observedAt: newest, periodMs: settings.period }]
}

function complainOfTime(
  region: RegionId,
  { observedAt, aheadMs, forgetsUpdated }: ReturnType<ReturnType<typeof createToldTimes>['at']>,
  problems: ProblemList,
): void {
  if (aheadMs > MOST_SKEW_MS) {
    problems.say(
      `The graph of ${region} says it is from ${Math.round(aheadMs / 1_000)} s in the future; set the clocks of both machines by NTP. It is taken to be from when it was first seen.`,
    )
  }
  if (forgetsUpdated) {
    problems.say(
      `The graph of ${region} changes while its "updated" stands still, so it grows old here; the feed has to set "updated" with each new graph.`,
    )
  }
  if (Number.isNaN(observedAt)) {
    problems.say(
      `The graph of ${region} has no "updated" and has not changed since it was first read: nobody can tell how old it is, so nothing of it is shown yet.`,
    )
  }
}

/** A connection that has left a region's graph is unknown from then on; the topology lets it go later. */
function vanishedOf(
  before: ReadonlyMap<string, GraphEdge>,
  edges: readonly GraphEdge[],
  toldRegions: ReadonlySet<RegionId>,
): GraphEdge[] {
  const now = new Set(edges.map(edgeIdOf))
  return Array.from(before)
    .filter(([id, { feedRegion }]) => !now.has(id) && toldRegions.has(feedRegion))
    .map(([, edge]) => ({ ...edge, requestsPerSecond: NaN, errorShare: NaN, degradedShare: NaN, entry: false }))
}

function edgeReadingOf(edge: GraphEdge, observedAt: number): EdgeReading {
  return { ...edge, p99LatencyMs: NaN, observedAt }
}

function complainOfClasses(told: ReadonlySet<string>, problems: ProblemList): void {
  const known = [NORMAL, WARNING, DANGER]
  const others = [...told].filter((name) => !known.includes(name)).toSorted()
  if (others.length > 0) {
    problems.say(`The feed has classes of its own (${listOf(others.map(quote))}); their requests count as good.`)
  }
  if (told.size > 0 && !told.has(DANGER)) {
    problems.say(`The feed has never told the class "${DANGER}", so error shares are unknown.`)
  }
}

function complainOfRegions(plan: FeedPlan, seen: Set<RegionId>, problems: ProblemList): void {
  const now = new Set(plan.regions.map(({ region }) => region))
  const lost = [...seen].filter((region) => !now.has(region))
  if (lost.length > 0) problems.say(`The feed does not tell of ${lost.join(', ')} any more; what was known grows old.`)
  for (const region of now) seen.add(region)
}
