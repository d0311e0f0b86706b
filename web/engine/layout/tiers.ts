import type { LayoutEdge, LayoutNode } from './layout-graph.ts'

/**
 * Tiers of a service graph: entries first, every service one tier after the last of its callers, leaves (data stores)
 * no earlier than the last tier of services that call others. Calls that close a circle are left out of the count:
 * the ones found by a walk from the entries in the order of ids, so the answer does not depend on the input's order.
 */
export function tiersOf(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): string[][] {
  const sorted = [...nodes].sort((a, b) => compare(a.id, b.id))
  const aside = new Set(sorted.filter((node) => node.aside === true).map((node) => node.id))
  const callees = calleesOf(
    sorted,
    edges.filter((edge) => !aside.has(edge.source) && !aside.has(edge.target)),
  )
  const rank = longestWays(sorted, callees)
  pullBackStrays(sorted, callees, rank)
  const last = Math.max(0, ...sorted.filter((node) => !node.leaf).map((node) => rank.get(node.id) ?? 0))
  for (const node of sorted) {
    if (node.leaf) rank.set(node.id, Math.max(Math.min(rank.get(node.id) ?? 0, last + 1), Math.ceil(last * 0.75)))
  }
  for (const node of sorted) if (node.aside === true) rank.set(node.id, last + 2)
  const tiers: string[][] = []
  for (const node of sorted) (tiers[rank.get(node.id) ?? 0] ??= []).push(node.id)
  return Array.from(tiers, (tier) => tier ?? []).filter((tier) => tier.length > 0)
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function calleesOf(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): Map<string, string[]> {
  const callees = new Map(nodes.map((node) => [node.id, new Set<string>()]))
  for (const edge of edges) {
    if (edge.source !== edge.target && callees.has(edge.target)) callees.get(edge.source)?.add(edge.target)
  }
  return new Map([...callees].map(([id, targets]) => [id, [...targets].sort(compare)]))
}

/** Longest way from a root to each node, back edges of the walk left out. */
function longestWays(
  nodes: readonly LayoutNode[],
  callees: ReadonlyMap<string, readonly string[]>,
): Map<string, number> {
  const order = reverseFinishOrder(nodes, callees)
  const position = new Map(order.map((id, index) => [id, index]))
  const rank = new Map(order.map((id) => [id, 0]))
  for (const id of order) {
    for (const target of callees.get(id) ?? []) {
      // In this order a call that goes backwards closes a circle.
      if ((position.get(target) ?? 0) <= (position.get(id) ?? 0)) continue
      rank.set(target, Math.max(rank.get(target) ?? 0, (rank.get(id) ?? 0) + 1))
    }
  }
  return rank
}

/** Depth-first from the entries, then from what they do not reach; written without recursion: graphs may be deep. */
function reverseFinishOrder(nodes: readonly LayoutNode[], callees: ReadonlyMap<string, readonly string[]>): string[] {
  const called = new Set([...callees.values()].flat())
  const roots = [
    ...nodes.filter((node) => node.entry),
    ...nodes.filter((node) => !node.entry && !called.has(node.id)),
    ...nodes,
  ]
  const seen = new Set<string>()
  const finished: string[] = []
  for (const root of roots) {
    if (seen.has(root.id)) continue
    seen.add(root.id)
    const path: { id: string; next: number }[] = [{ id: root.id, next: 0 }]
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const target = callees.get(step.id)?.[step.next]
      step.next += 1
      if (target === undefined) {
        finished.push(step.id)
        path.pop()
      } else if (!seen.has(target)) {
        seen.add(target)
        path.push({ id: target, next: 0 })
      }
    }
  }
  return finished.reverse()
}

/** A caller nobody calls (a batch job) stands just before what it calls, not at the entry. */
function pullBackStrays(
  nodes: readonly LayoutNode[],
  callees: ReadonlyMap<string, readonly string[]>,
  rank: Map<string, number>,
): void {
  const called = new Set([...callees.values()].flat())
  for (const node of nodes) {
    if (node.entry || called.has(node.id)) continue
    const next = Math.min(...(callees.get(node.id) ?? []).map((id) => rank.get(id) ?? 1))
    rank.set(node.id, Number.isFinite(next) ? Math.max(1, next - 1) : 1)
  }
}
