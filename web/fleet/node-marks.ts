import type { Change, ChangeKind } from '#contract/change.ts'
import { nodeIdOf } from '#contract/ids.ts'
import type { NodeNotice, RosterNode } from '#contract/roster.ts'
import { markWords } from '#web/messages/marks-en.ts'
import { breakersOpenOf, nodeFacts, type Fleet } from './fleet.ts'

/**
 * What stands beside a node's health: open circuit breakers, what a monitoring system says of it, what was changed of it a
 * short while ago, and that it would saturate if what is considered were done. Everything that wants to be seen on a node comes through here.
 */
export interface NodeMark {
  /** Id of the node (`us-east-1/api`), or of a region. */
  node: string
  kind: 'breaker' | 'alert' | 'action' | 'foretold'
  /** Of an alert; null for the others. */
  severity: NodeNotice['severity'] | null
  /** Of an action; null for the others. */
  change: ChangeKind | null
  /** Text, never HTML. */
  text: string
  /** The same in few words, where there are fewer. */
  short?: string
  /** UTC ms; null where nobody tells. */
  since: number | null
  /** Breakers that are open; 1 for the others. */
  count: number
}

/** A change is worth a mark for so long after it began. */
export const MARKED_FOR_MS = 900_000

/** The worst first. */
export function marksOfNode(fleet: Fleet, row: number): NodeMark[] {
  const node = fleet.roster.nodes[row]
  if (node === undefined || node.gone === true) return []
  const marks = [
    ...alertsOf(node),
    ...breakersOf(fleet, row, node),
    ...actionsOf(fleet, node),
    ...foretoldOf(fleet, node),
  ]
  return marks.sort(worstMarkFirst)
}

/** Of all of a region's services, and of what was changed of the region itself; the worst first. */
export function marksOfRegion(fleet: Fleet, region: string): NodeMark[] {
  const ofServices = fleet.roster.nodes.flatMap((node, row) =>
    node.region === region ? namedMarks(fleet, row, node) : [],
  )
  const ofRegion = (fleet.changes ?? []).flatMap((change) =>
    isRecent(change, fleet.worldNow) && change.services.length === 0 && change.regions.includes(region)
      ? [markOfChange(change, region)]
      : [],
  )
  return [...ofServices, ...ofRegion].sort(worstMarkFirst)
}

/** Of a region it is said which service would saturate. */
function namedMarks(fleet: Fleet, row: number, { name }: RosterNode): NodeMark[] {
  return marksOfNode(fleet, row).map((mark) =>
    mark.short === undefined ? mark : { ...mark, short: markWords.foretoldIn(name, mark.short) },
  )
}

export function marksOfRows(fleet: Fleet, rows: readonly number[]): NodeMark[] {
  return rows.flatMap((row) => marksOfNode(fleet, row)).sort(worstMarkFirst)
}

const SEVERITIES = { critical: 5, warning: 3, info: 0 } as const

function weightOf({ kind, severity }: NodeMark): number {
  if (kind === 'alert') return SEVERITIES[severity ?? 'info']
  if (kind === 'foretold') return 2
  return kind === 'breaker' ? 4 : 1
}

export function worstMarkFirst(one: NodeMark, other: NodeMark): number {
  return weightOf(other) - weightOf(one) || (other.since ?? 0) - (one.since ?? 0)
}

function alertsOf(node: RosterNode): NodeMark[] {
  return (node.notices ?? []).map(({ severity, text }) => {
    return { node: nodeIdOf(node), kind: 'alert', severity, change: null, text, since: null, count: 1 }
  })
}

/** What is too old to be believed is not believed of breakers either. */
function breakersOf(fleet: Fleet, row: number, node: RosterNode): NodeMark[] {
  const open = breakersOpenOf(fleet, row)
  if (!(open > 0) || nodeFacts(fleet, row).freshness === 'unknown') return []
  const text = markWords.breakersOpen(open)
  return [{ node: nodeIdOf(node), kind: 'breaker', severity: null, change: null, text, since: null, count: open }]
}

function actionsOf(fleet: Fleet, node: RosterNode): NodeMark[] {
  const ofService = byService(fleet.changes ?? []).get(node.service) ?? []
  return ofService
    .filter(({ regions }) => regions.length === 0 || regions.includes(node.region))
    .filter((change) => isRecent(change, fleet.worldNow))
    .map((change) => markOfChange(change, nodeIdOf(node)))
}

function foretoldOf(fleet: Fleet, node: RosterNode): NodeMark[] {
  const id = nodeIdOf(node)
  const foretold = fleet.foretold?.get(id)
  if (foretold === undefined) return []
  const text = markWords.foretold(foretold)
  const short = markWords.foretoldShort(foretold)
  return [{ node: id, kind: 'foretold', severity: null, change: null, text, short, since: null, count: 1 }]
}

function markOfChange({ kind, title, startedAt }: Change, node: string): NodeMark {
  return { node, kind: 'action', severity: null, change: kind, text: title, since: startedAt, count: 1 }
}

/** It began a short while ago, or is under way. Of a moment of the past as it was then. */
function isRecent({ startedAt, endedAt }: Change, now: number): boolean {
  if (startedAt > now) return false
  return now - startedAt <= MARKED_FOR_MS || (endedAt !== undefined && endedAt > now)
}

const known = new WeakMap<readonly Change[], ReadonlyMap<string, readonly Change[]>>()

function byService(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const found = known.get(changes)
  if (found !== undefined) return found
  const made = new Map<string, Change[]>()
  for (const change of changes) {
    for (const service of change.services) made.set(service, [...(made.get(service) ?? []), change])
  }
  known.set(changes, made)
  return made
}
