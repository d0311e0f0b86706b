import { createHash } from 'node:crypto'
import type { NodePosition, PositionsRevision } from '#contract/positions.ts'

/**
 * Of what the places are, not of when they were saved: two saves of one millisecond differ, and places that are back
 * where they were may be built upon as if nothing had happened. Nobody's places have one too.
 */
export function revisionOf(nodes: readonly NodePosition[]): PositionsRevision {
  const places = nodes.map(({ node, x, y }) => [node, x, y])
  return createHash('sha256').update(JSON.stringify(places)).digest('base64url').slice(0, 22)
}
