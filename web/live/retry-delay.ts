const FIRST_MS = 500
const LONGEST_MS = 15_000

/**
 * Twice as long after each failed attempt, up to 15 s, less a random part of it, so that the browsers of a restarted
 * server do not all come back in the same instant; and that after what the server asked for.
 */
export function retryDelayMs({
  attempt,
  random,
  floorMs,
}: {
  /** 1 for the first try after a loss. */
  attempt: number
  /** 0 ≤ x < 1. */
  random: number
  /** As the server asked; 0 where it did not. */
  floorMs: number
}): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1))
  return Math.round(floorMs + whole * (1 - random / 2))
}
