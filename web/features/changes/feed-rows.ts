import type { Change, ChangeKind } from '#contract/change.ts'

/** A line of the feed: the heading of a day, or a change of it. */
export type FeedRow = { kind: 'day'; day: string; count: number } | { kind: 'change'; change: Change }

/** Newest first, each day (UTC) under a heading of its own. */
export function feedRowsOf(changes: readonly Change[]): FeedRow[] {
  const rows: FeedRow[] = []
  let heading: Extract<FeedRow, { kind: 'day' }> | null = null
  for (const change of changes.toSorted(newestFirst)) {
    const day = dayOf(change.startedAt)
    if (heading === null || heading.day !== day) rows.push((heading = { kind: 'day', day, count: 0 }))
    heading.count += 1
    rows.push({ kind: 'change', change })
  }
  return rows
}

/** By id where two began at once, so that the order is always the same. */
function newestFirst(one: Change, other: Change): number {
  return other.startedAt - one.startedAt || (one.id < other.id ? 1 : -1)
}

/** `2026-11-22`, UTC. */
export function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10)
}

export interface Wanted {
  region?: string | undefined
  service?: string | undefined
  /** UTC ms: under way or begun from then on … */
  from?: number | undefined
  /** … and begun before this. */
  to?: number | undefined
  /** Every word must stand somewhere in title, version, author or origin. */
  q?: string | undefined
}

/** A change that names no region, or no service, concerns every one. */
export function findChanges(
  changes: readonly Change[],
  { region, service, q, from = 0, to = Infinity }: Wanted,
): Change[] {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return changes.filter((change) => {
    if ((change.endedAt ?? change.startedAt) < from || change.startedAt >= to) return false
    if (!concerns(change.regions, region) || !concerns(change.services, service)) return false
    const text = [change.title, change.version, change.author, change.origin].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

function concerns(named: readonly string[], wanted: string | undefined): boolean {
  return wanted === undefined || wanted === '' || named.length === 0 || named.includes(wanted)
}

export function ofKinds(changes: readonly Change[], kinds: ReadonlySet<ChangeKind>): readonly Change[] {
  return kinds.size === 0 ? changes : changes.filter(({ kind }) => kinds.has(kind))
}
