import { ViewId, type Positions } from '#contract/positions.ts'
import type { Ctx } from '#bff/ctx.ts'
import { parseInput } from '#bff/failure.ts'
import { nodesOfRow } from './nodes-of-row.ts'
import { revisionOf } from './revision-of.ts'

export interface GetPositionsInput {
  ctx: Ctx
  view: string
}

/** Where people have put the nodes of a view; no nodes and no time where nobody has moved any. */
export async function getPositions({ ctx, view: given }: GetPositionsInput): Promise<Positions> {
  const view = parseInput(ViewId, given)
  const row = await ctx.store.positions.get(view)
  const nodes = row === undefined ? [] : nodesOfRow(row)
  return { view, updatedAt: row?.updated_at ?? null, revision: revisionOf(nodes), nodes }
}
