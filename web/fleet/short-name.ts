/** Letters of a name on the map; longer ones keep their beginning and their end, where names of a kind differ. */
const MOST_LETTERS = 36

/**
 * A name as it fits beside a node. Letters are what people count as letters, so that no sign is torn apart. The whole
 * name stands in the panel and in the table.
 */
export function shortName(name: string): string {
  if (name.length <= MOST_LETTERS) return name
  const letters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name)]
  if (letters.length <= MOST_LETTERS) return name
  const tail = Math.floor((MOST_LETTERS - 1) / 3)
  const wordsOf = (part: typeof letters): string => part.map(({ segment }) => segment).join('')
  return `${wordsOf(letters.slice(0, MOST_LETTERS - 1 - tail))}…${wordsOf(letters.slice(-tail))}`
}
