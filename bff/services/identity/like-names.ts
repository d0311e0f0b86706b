const MOST = 3
/** Below this share of common letter pairs two names are not alike. */
const LEAST_LIKENESS = 0.35

/** The known ids whose letter pairs a name shares most (Dice's coefficient), the likest first. */
export function likeNames(name: string, known: Iterable<string>): string[] {
  const pairs = pairsOf(name)
  return [...known]
    .map((id) => ({ id, likeness: likeness(pairs, pairsOf(id)) }))
    .filter((candidate) => candidate.likeness >= LEAST_LIKENESS)
    .toSorted((one, other) => other.likeness - one.likeness || (one.id < other.id ? -1 : 1))
    .slice(0, MOST)
    .map(({ id }) => id)
}

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size + other.size === 0) return 0
  let common = 0
  for (const pair of one) if (other.has(pair)) common += 1
  return (2 * common) / (one.size + other.size)
}

function pairsOf(name: string): Set<string> {
  const letters = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  const pairs = new Set<string>()
  for (let at = 0; at + 2 <= letters.length; at += 1) pairs.add(letters.slice(at, at + 2))
  return pairs
}
