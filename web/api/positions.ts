import { Positions, type NodePosition, type PositionsRevision, type PutPositions } from '#contract/positions.ts'
import { ROUTES } from '#contract/routes.ts'
import { request } from './request.ts'

/** A first picture does not wait longer for its places than this. */
export const MOST_WAIT_MS = 1_200

/** Where people have put the nodes of a view (`us-east-1`, `us-east-1/group/domain`). */
export function fetchPositions(
  view: string,
  how: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<Positions> {
  return request({ path: ROUTES.positions(view), schema: Positions, ...how })
}

/** Replaces all places of a view, for everybody; a conflict where they are no longer those of `revision`. */
export function putPositions(
  view: string,
  { nodes, revision }: { nodes: readonly NodePosition[]; revision: PositionsRevision },
): Promise<Positions> {
  return request({
    path: ROUTES.positions(view),
    schema: Positions,
    method: 'PUT',
    body: { nodes: [...nodes], revision } satisfies PutPositions,
    idempotencyKey: crypto.randomUUID(),
  })
}
