import type { z } from 'zod'
import { ChangesQuery, type Changes } from '#contract/change.ts'
import type { Ctx } from '#bff/ctx.ts'
import { parseInput } from '#bff/failure.ts'
import { changeOfRow } from './change-row.ts'

export interface ListChangesInput {
  ctx: Ctx
  input: z.input<typeof ChangesQuery>
}

/** Newest first. A change that names no region (or no service) concerns every one, so it is listed for each. */
export async function listChanges({ ctx, input }: ListChangesInput): Promise<Changes> {
  const query = parseInput(ChangesQuery, input)
  const rows = await ctx.store.changes.list(query)
  return { changes: rows.map(changeOfRow) }
}
