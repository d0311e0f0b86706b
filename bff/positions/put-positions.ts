import { actorNameOf } from '#contract/access.ts'
import { PutPositions, ViewId, type Positions, type PositionsRevision } from '#contract/positions.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure, parseInput } from '#bff/failure.ts'
import type { PositionsRow } from '#bff/store/schema.ts'
import { nodesOfRow } from './nodes-of-row.ts'
import { revisionOf } from './revision-of.ts'

export interface PutPositionsInput {
  ctx: Ctx
  view: string
  input: PutPositions
}

/**
 * Replaces the view's positions by these, for everybody; not where they were made from others than those that are there
 * now. Both are looked at in one transaction, so that of two who save at once one is told.
 */
export async function putPositions({ ctx, view: given, input }: PutPositionsInput): Promise<Positions> {
  const view = parseInput(ViewId, given)
  const { nodes, revision: madeFrom } = parseInput(PutPositions, input)
  refuseBadNames(nodes)
  const now = ctx.clock.now()
  const actor = actorNameOf(ctx.actor)
  await ctx.store.transaction(async (tx) => {
    if (madeFrom !== undefined) refuseOutdated(madeFrom, await tx.positions.get(view))
    await tx.positions.put({ view, nodes: JSON.stringify(nodes), updated_at: now, updated_by: actor })
    await tx.appendAudit({
      at: now,
      actor,
      action: 'positions.put',
      subject: view,
      detail: { nodes: nodes.length },
      requestId: ctx.requestId,
    })
  })
  return { view, updatedAt: now, revision: revisionOf(nodes), nodes }
}

function refuseOutdated(madeFrom: PositionsRevision, row: PositionsRow | undefined): void {
  const revision = revisionOf(row === undefined ? [] : nodesOfRow(row))
  if (revision === madeFrom) return
  throw new Failure({
    code: 'conflict',
    message: 'Somebody has saved other places since these were read; read them again, and move what you moved again.',
    path: 'revision',
    expected: revision,
  })
}

function refuseBadNames(nodes: PutPositions['nodes']): void {
  const seen = new Set<string>()
  for (const [index, { node }] of nodes.entries()) {
    const problem = node.includes('\u0000') ? 'holds a NUL character' : seen.has(node) ? 'is named twice' : null
    if (problem !== null) {
      throw new Failure({
        code: 'bad_request',
        message: `The node ${problem}.`,
        path: `nodes[${index}].node`,
        expected: 'each node once, as "us-east-1/api"',
      })
    }
    seen.add(node)
  }
}
