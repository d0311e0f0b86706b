import type { SlotBoard } from './slot-board.ts'

/**
 * Order within tiers. Sweeping from entry to leaves and back, every node goes to the mean of its neighbours' heights
 * (as shares of their tiers), so that what calls each other comes to lie at one height. Then each tier takes its own
 * slots from above in that order, row by row over all of its columns: a domain becomes a band.
 */
const SWEEPS = 12

export function orderTiers(board: SlotBoard): void {
  const tiers = rowsByTier(board.tier)
  const height = new Float64Array(board.ids.length)
  for (const tier of tiers) noteHeights(tier, height)
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let step = 0; step < tiers.length; step++) {
      const tier = tiers[sweep % 2 === 0 ? step : tiers.length - 1 - step]
      const wish = new Map(tier.map((node) => [node, wishOf(board, node, height)]))
      tier.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0) || a - b)
      noteHeights(tier, height)
    }
  }
  for (const tier of tiers) takeSlots(board, tier)
}

export function rowsByTier(tierOf: Int32Array): number[][] {
  const tiers: number[][] = []
  tierOf.forEach((tier, node) => (tiers[tier] ??= []).push(node))
  return Array.from(tiers, (tier) => tier ?? [])
}

function wishOf({ neighbours }: SlotBoard, node: number, height: Float64Array): number {
  const around = neighbours[node]
  if (around.length === 0) return height[node]
  return around.reduce((sum, other) => sum + height[other], 0) / around.length
}

/** Where each stands in its tier, 0–1. */
function noteHeights(tier: readonly number[], height: Float64Array): void {
  tier.forEach((node, row) => {
    height[node] = (row + 0.5) / tier.length
  })
}

function takeSlots({ x, y }: SlotBoard, tier: readonly number[]): void {
  const slots = tier.map((node) => ({ x: x[node], y: y[node] })).sort((a, b) => a.y - b.y || a.x - b.x)
  tier.forEach((node, index) => {
    x[node] = slots[index].x
    y[node] = slots[index].y
  })
}
