import { nodeIdOf } from '#contract/ids.ts'
import type { RosterNode } from '#contract/roster.ts'
import { scoreOf, type Score, type ScoreInput, type ScoreRules } from '#contract/services/score.ts'
import type { ServiceFacts } from '#contract/services/service.ts'
import { neighboursOf, type ConnectionFacts } from '#web/fleet/connection-facts.ts'
import { breakersOpenOf, nodeFacts, saturationOf, type Facts, type Fleet } from '#web/fleet/fleet.ts'

/** A service in one region at this moment: its traffic, what other systems know, and the score that comes of both. */
export interface RegionPicture {
  region: string
  node: RosterNode
  /** Row of the roster's nodes. */
  row: number
  traffic: Facts
  saturation: number
  breakersOpen: number
  /** Null where it is not asked yet, or nobody tells. */
  known: ServiceFacts | null
  callers: ConnectionFacts[]
  callees: ConnectionFacts[]
  score: Score
}

/** In the roster's order of regions. */
export function regionPicturesOf(
  fleet: Fleet,
  service: string,
  facts: readonly ServiceFacts[],
  rules: ScoreRules,
): RegionPicture[] {
  const places = fleet.roster.nodes.flatMap((node, row) =>
    node.service === service && node.gone !== true ? [{ node, row }] : [],
  )
  const order = new Map(fleet.roster.regions.map(({ id }, index) => [id, index]))
  return places
    .toSorted((one, other) => (order.get(one.node.region) ?? 99) - (order.get(other.node.region) ?? 99))
    .map(({ node, row }) => {
      const traffic = nodeFacts(fleet, row)
      const known = facts.find(({ region }) => region === node.region) ?? null
      const { callers, callees } = neighboursOf(fleet, nodeIdOf(node))
      const parts = {
        region: node.region,
        node,
        row,
        traffic,
        saturation: saturationOf(fleet, row),
        breakersOpen: known?.breakersOpen ?? breakersOpenOf(fleet, row),
        known,
        callers,
        callees,
      }
      return { ...parts, score: scoreOf(scoreInputOf(fleet, parts), rules) }
    })
}

/** What the rules are asked of; null where it is not known. Too old to be believed is unknown, too. */
export function scoreInputOf(fleet: Fleet, picture: Omit<RegionPicture, 'score'>): ScoreInput {
  const { traffic, saturation, known, callees } = picture
  const believed = (value: number): number | null =>
    traffic.freshness === 'unknown' || Number.isNaN(value) ? null : value
  const share = (part: number | null | undefined, all: number | null | undefined): number | null =>
    part === null || part === undefined || all === null || all === undefined || all === 0 ? null : part / all
  const up = share(known?.instancesUp, known?.instancesTotal)
  const [critical, warning] = [known?.alertsCritical ?? null, known?.alertsWarning ?? null]
  return {
    errorShare: believed(traffic.errorShare),
    degradedShare: believed(traffic.degradedShare),
    p99LatencyMs: believed(traffic.p99LatencyMs),
    saturation: believed(saturation),
    breakersOpenShare: share(known?.breakersOpen, known?.breakersTotal),
    instancesDownShare: up === null ? null : 1 - up,
    alertsFiring: critical === null || warning === null ? null : critical + warning,
    calleesFailing: failingAmong(fleet, callees),
  }
}

/** How many of those it calls are failing; nothing is known where nothing is known of any. */
function failingAmong(fleet: Fleet, callees: readonly ConnectionFacts[]): number | null {
  const rows = new Set(callees.map(({ edge }) => edge.target))
  const healths = [...rows].map((row) => nodeFacts(fleet, row).health).filter((health) => health !== 'unknown')
  if (healths.length === 0) return rows.size === 0 ? 0 : null
  return healths.filter((health) => health === 'failing').length
}
