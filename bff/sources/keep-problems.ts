import type { SourceProblem } from '#contract/source-status.ts'

const MOST_PROBLEMS = 20

/** Newest first. A problem that goes on is one problem with a newer time, not one a poll. */
export function keepProblems(kept: readonly SourceProblem[], news: readonly SourceProblem[]): SourceProblem[] {
  const fresh = new Map(news.map((problem) => [keyOf(problem), problem]))
  const older = kept.filter((problem) => !fresh.has(keyOf(problem)))
  return [...fresh.values(), ...older].slice(0, MOST_PROBLEMS)
}

function keyOf({ asked, message }: SourceProblem): string {
  // Counts change from poll to poll; what is wrong does not.
  return `${asked}\n${message.replace(/\d+/g, '#')}`
}
