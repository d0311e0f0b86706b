/** Longer words are not compared: nobody mistypes them into one of ours. */
const MAX_LENGTH = 32

/** The candidate that is meant by a mistyped word, or null where none is near enough. */
export function nearestWord(typed: string, candidates: readonly string[]): string | null {
  const word = typed.toLowerCase()
  if (word.length > MAX_LENGTH || word.length < 2) return null
  let best: { candidate: string; distance: number } | null = null
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > 2 || candidate.length > MAX_LENGTH) continue
    const distance = distanceBetween(word, candidate.toLowerCase())
    if (distance <= allowedFor(word) && (best === null || distance < best.distance)) best = { candidate, distance }
  }
  return best?.candidate ?? null
}

/** One slip in a short word, two in a longer one. */
function allowedFor(word: string): number {
  return word.length < 5 ? 1 : 2
}

/** Letters to add, drop, change or swap with the one beside it (optimal string alignment). */
function distanceBetween(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1]
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      )
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1)
      }
      current.push(cost)
    }
    beforeLast = last
    last = current
  }
  return last[b.length] ?? Infinity
}
