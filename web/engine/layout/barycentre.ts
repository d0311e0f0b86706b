import type { LayoutEdge } from './layout-graph.ts'
import { compare } from './tiers.ts'

/**
 * Order within tiers: sweeping left to right and back, every node goes to the mean of where its neighbours on the
 * other side stand (as shares of their tiers' heights). The ids decide between equals, so the answer is one.
 */
const SWEEPS = 8

export function orderByBarycentre(tiers: readonly (readonly string[])[], edges: readonly LayoutEdge[]): string[][] {
  const ordered = tiers.map((tier) => [...tier])
  const tierOf = new Map(ordered.flatMap((tier, index) => tier.map((id): [string, number] => [id, index])))
  const { before, after } = neighboursOf(edges, tierOf)
  const height = new Map<string, number>()
  ordered.forEach((tier) => note(tier, height))
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0
    for (let step = 0; step < ordered.length; step++) {
      const tier = ordered[forward ? step : ordered.length - 1 - step]
      sortTier(tier, forward ? before : after, height)
      note(tier, height)
    }
  }
  return ordered
}

function sortTier(
  tier: string[],
  neighbours: ReadonlyMap<string, readonly string[]>,
  height: Map<string, number>,
): void {
  const wanted = new Map(
    tier.map((id) => {
      const around = neighbours.get(id) ?? []
      const own = height.get(id) ?? 0.5
      if (around.length === 0) return [id, own]
      return [id, around.reduce((sum, other) => sum + (height.get(other) ?? 0.5), 0) / around.length]
    }),
  )
  tier.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || compare(a, b))
}

/** Where each stands in its tier, 0–1. */
function note(tier: readonly string[], height: Map<string, number>): void {
  tier.forEach((id, row) => height.set(id, (row + 0.5) / tier.length))
}

function neighboursOf(
  edges: readonly LayoutEdge[],
  tierOf: ReadonlyMap<string, number>,
): { before: Map<string, string[]>; after: Map<string, string[]> } {
  const before = new Map<string, string[]>()
  const after = new Map<string, string[]>()
  for (const { source, target } of edges) {
    const from = tierOf.get(source)
    const to = tierOf.get(target)
    if (from === undefined || to === undefined || from === to) continue
    const [left, right] = from < to ? [source, target] : [target, source]
    after.set(left, [...(after.get(left) ?? []), right])
    before.set(right, [...(before.get(right) ?? []), left])
  }
  return { before, after }
}
