import { actorNameOf } from '#contract/access.ts'
import { PutPositions, ViewId, type Positions } from '#contract/positions.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure, parseInput } from '#bff/failure.ts'

export interface PutPositionsInput {
  ctx: Ctx
  view: string
  input: PutPositions
}

/** Replaces the view's positions by these, for everybody. */
export async function putPositions({ ctx, view: given, input }: PutPositionsInput): Promise<Positions> {
  const view = parseInput(ViewId, given)
  const { nodes } = parseInput(PutPositions, input)
  refuseBadNames(nodes)
  const now = ctx.clock.now()
  const actor = actorNameOf(ctx.actor)
  await ctx.store.transaction(async (tx) => {
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
  return { view, updatedAt: now, nodes }
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
