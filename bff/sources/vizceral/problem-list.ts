import type { SourceProblem } from '#contract/source-status.ts'

/** What of a feed could not be used, counted by kind, told once each in words. */
export interface ProblemList {
  say(message: string): void
  /** Counts one more of what `words` says of all of them together; `name` is one of the first that are quoted. */
  count(words: (found: { count: number; names: string }) => string, name?: string): void
  list(at: number): SourceProblem[]
}

const MOST_NAMES = 3
const LONGEST_NAME = 60

export function createProblemList(): ProblemList {
  const said = new Set<string>()
  const counted = new Map<(found: { count: number; names: string }) => string, { count: number; names: Set<string> }>()
  return {
    say: (message) => said.add(message),
    count(words, name) {
      const found = counted.get(words) ?? { count: 0, names: new Set<string>() }
      counted.set(words, found)
      found.count += 1
      if (name !== undefined && found.names.size <= MOST_NAMES) found.names.add(quote(name))
    },
    list: (at) =>
      [...said, ...Array.from(counted, ([words, { count, names }]) => words({ count, names: listOf([...names]) }))].map(
        (message) => ({ asked: 'graph', message, at }),
      ),
  }
}

/** A name out of a feed as part of a sentence: one line, not long. */
export function quote(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return `"${line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME)}…` : line}"`
}

export function listOf(quoted: readonly string[]): string {
  return quoted.length > MOST_NAMES ? `${quoted.slice(0, MOST_NAMES).join(', ')} and others` : quoted.join(', ')
}
