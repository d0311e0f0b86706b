const MOST = 5

/**
 * Names that somebody may have meant: those that share most pairs of letters with what was written, the likest first;
 * none where nothing is like it.
 */
export function likestNames(written: string, names: readonly string[]): string[] {
  const wanted = pairsOf(written)
  return names
    .map((name) => ({ name, likeness: likenessOf(wanted, pairsOf(name)) }))
    .filter(({ likeness }) => likeness >= LEAST)
    .toSorted((one, other) => other.likeness - one.likeness || (one.name < other.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name)
}

const LEAST = 0.3

/** The share of pairs that both have (0–1). */
function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const both = [...one].filter((pair) => other.has(pair)).length
  return one.size + other.size === 0 ? 0 : (2 * both) / (one.size + other.size)
}

function pairsOf(text: string): Set<string> {
  const letters = ` ${text.toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ')} `
  return new Set(Array.from({ length: letters.length - 1 }, (_, index) => letters.slice(index, index + 2)))
}
