import { rowsByTier } from './order-tiers.ts'
import { reachOf, swapPlaces, type SlotBoard } from './slot-board.ts'

/**
 * Two services of a tier change places when their edges become shorter by it, again and again until nobody gains. Short
 * edges seldom cross, and a gain in length costs only the neighbours of two nodes to find out: this undoes most
 * crossings long before a single one is counted.
 */
const PASSES = 6
/** Pairs tried at most, so that a fleet of many thousands ends too. */
const MOST_TRIES = 1_500_000
const LEAST_GAIN = 1e-6

export function shortenEdges(board: SlotBoard): void {
  const tiers = rowsByTier(board.tier)
  let tries = 0
  for (let pass = 0; pass < PASSES; pass++) {
    let swaps = 0
    for (const tier of tiers) {
      for (let one = 0; one < tier.length && tries < MOST_TRIES; one++) {
        for (let other = one + 1; other < tier.length; other++) {
          tries += 1
          if (swapIfShorter(board, tier[one], tier[other])) swaps += 1
        }
      }
    }
    if (swaps === 0) return
  }
}

function swapIfShorter(board: SlotBoard, a: number, b: number): boolean {
  const before = reachOf(board, a) + reachOf(board, b)
  swapPlaces(board, a, b)
  if (reachOf(board, a) + reachOf(board, b) < before - LEAST_GAIN) return true
  swapPlaces(board, a, b)
  return false
}
