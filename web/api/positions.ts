import { Positions, type NodePosition } from '#contract/positions.ts'
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

/** Replaces all places of a view, for everybody. */
export function putPositions(view: string, nodes: readonly NodePosition[]): Promise<Positions> {
  return request({
    path: ROUTES.positions(view),
    schema: Positions,
    method: 'PUT',
    body: { nodes },
    idempotencyKey: crypto.randomUUID(),
  })
}
