import type { Freshness } from '#contract/freshness.ts'
import { nodeIdOf } from '#contract/ids.ts'
import { formatRequestsPerSecond, formatWholeShare } from '#web/messages/format-numbers.ts'
import { groupingWords } from '#web/messages/grouping-en.ts'
import { markWords } from '#web/messages/marks-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { HEALTH_CODES, MARKS, NOTE_TONES, PACES, type EngineColumns } from '#web/engine/engine-graph.ts'
import type { Facts, Fleet } from '#web/fleet/fleet.ts'
import { illBy } from '#web/fleet/ill-by.ts'
import type { NodeMark } from '#web/fleet/node-marks.ts'
import { markLookOf } from '../marks/mark-words.ts'
import type { GroupFacts } from './group-facts.ts'

/** How much colour old facts lose. */
const AGEING: Record<Freshness, number> = { live: 0, late: 0.25, stale: 0.85, unknown: 1 }
/** Old facts do not move. */
const PACE: Record<Freshness, number> = {
  live: PACES.moving,
  late: PACES.slow,
  stale: PACES.still,
  unknown: PACES.unknown,
}

export function fillNode(columns: EngineColumns, node: number, facts: Facts, usedShare: number): void {
  const { nodes } = columns
  nodes.errorShare[node] = facts.errorShare
  nodes.degradedShare[node] = facts.degradedShare
  nodes.usedShare[node] = usedShare
  nodes.requestsPerSecond[node] = facts.requestsPerSecond
  nodes.health[node] = HEALTH_CODES[facts.health]
  // Nothing known is drawn as unknown, which is not the same as old.
  nodes.ageing[node] = facts.health === 'unknown' ? 0 : AGEING[facts.freshness]
}

/** Marks of a node as the engine draws them: of several of a kind the worst. */
export function markCodeOf(marks: readonly NodeMark[]): number {
  const looks = new Set(marks.map(markLookOf))
  const alert = looks.has('critical')
    ? MARKS.critical
    : looks.has('warning')
      ? MARKS.warning
      : looks.has('info')
        ? MARKS.info
        : 0
  const action = looks.has('trial') ? MARKS.trial : looks.has('change') ? MARKS.change : 0
  const foretold = looks.has('saturates') ? MARKS.saturates : 0
  return (looks.has('breaker') ? MARKS.breaker : 0) + alert + action + foretold
}

/** Failures of what INTERNET and the CDN send are told by streams and regions: they themselves are not ill. */
export function fillOutside(columns: EngineColumns, node: number, facts: Facts): void {
  const health = facts.health === 'failing' || facts.health === 'degraded' ? 'healthy' : facts.health
  fillNode(columns, node, { ...facts, health, errorShare: 0, degradedShare: 0 }, NaN)
}

export function fillEdge(columns: EngineColumns, edge: number, facts: Facts): void {
  const { edges } = columns
  edges.requestsPerSecond[edge] = facts.requestsPerSecond
  edges.errorShare[edge] = facts.errorShare
  edges.degradedShare[edge] = facts.degradedShare
  edges.latencyMs[edge] = facts.p99LatencyMs
  edges.pace[edge] = Number.isNaN(facts.requestsPerSecond) ? PACES.unknown : PACE[facts.freshness]
  edges.ageing[edge] = AGEING[facts.freshness]
}

/** The second line under a service that is not well, in whole percent: tenths would flicker. Old ones have no colour. */
export function noteOf(facts: Facts): { text: string; tone: number } {
  const { text, tone } = freshNoteOf(facts)
  return { text, tone: AGEING[facts.freshness] > 0.5 ? NOTE_TONES.muted : tone }
}

function freshNoteOf(facts: Facts): { text: string; tone: number } {
  const { errorShare, degradedShare } = facts
  if (facts.health === 'failing') {
    return { text: trafficWords.failed(formatWholeShare(errorShare)), tone: NOTE_TONES.failing }
  }
  if (facts.health !== 'degraded') return { text: '', tone: NOTE_TONES.muted }
  const text =
    illBy(facts) === 'errors'
      ? trafficWords.failed(formatWholeShare(errorShare))
      : trafficWords.degraded(formatWholeShare(degradedShare))
  return { text, tone: NOTE_TONES.degraded }
}

/** How many of a group's services are not well, the worst kind alone. */
export function groupNoteOf({ failing, degraded, services, freshness }: GroupFacts): { text: string; tone: number } {
  const toneOf = (tone: number): number => (AGEING[freshness] > 0.5 ? NOTE_TONES.muted : tone)
  if (failing > 0) return { text: groupingWords.failing(failing, services), tone: toneOf(NOTE_TONES.failing) }
  if (degraded > 0) return { text: groupingWords.degraded(degraded, services), tone: toneOf(NOTE_TONES.degraded) }
  return { text: '', tone: NOTE_TONES.muted }
}

/** What is foretold of these services goes before how they are: it is what was asked. Null where nothing is. */
export function foretoldNoteOf(fleet: Fleet, rows: readonly number[]): { text: string; tone: number } | null {
  if (fleet.foretold === undefined) return null
  const foretold = rows.flatMap((row) => {
    const node = fleet.roster.nodes[row]
    const found = node === undefined ? undefined : fleet.foretold?.get(nodeIdOf(node))
    return found === undefined ? [] : [found]
  })
  const [one] = foretold
  if (one === undefined) return null
  const text = rows.length === 1 ? markWords.foretoldNote(one) : markWords.foretoldGroup(foretold.length, rows.length)
  return { text, tone: NOTE_TONES.action }
}

export function crossNoteOf(facts: Facts, target: string): string {
  const { requestsPerSecond } = facts
  return requestsPerSecond > 0 ? trafficWords.acrossNote(formatRequestsPerSecond(requestsPerSecond), target) : ''
}
