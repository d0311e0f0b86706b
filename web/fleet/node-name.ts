import type { RosterNode } from '#contract/roster.ts'

/** As people say it: what lies outside has a name of its own, services are called by their roster's name. */
export function nodeNameOf(node: RosterNode): string {
  if (node.kind === 'internet') return 'INTERNET'
  return node.kind === 'cdn' ? 'CDN' : node.name
}
