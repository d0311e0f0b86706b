import { createHash } from 'node:crypto'
import { actorNameOf } from '#contract/access.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure, parseInput } from '#bff/failure.ts'
import { canonicalJson, type Json } from './canonical-json.ts'
import { z } from 'zod'

/** What a command answers, as it is kept and given again. */
export interface CommandResponse {
  status: number
  body: Json
}

export interface WithIdempotencyInput {
  ctx: Ctx
  /** The `Idempotency-Key` header; null runs the command without remembering it. */
  key: string | null
  /** The route's pattern: `POST /api/v1/changes`. */
  route: string
  /** The body as it was sent, parsed. */
  body: Json
  /** Runs at most once a key, inside one transaction with the memory of it: so it may only touch the store. */
  run: (ctx: Ctx) => Promise<CommandResponse>
}

const KEPT_MS = 24 * 3_600_000

export const IdempotencyKey = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'expected visible ASCII characters without spaces')

/**
 * The same actor, route and key within a day: the same answer again, and nothing is done twice. The same key with
 * another body is a conflict. What failed is not remembered: it left nothing behind, and may be tried again.
 */
export async function withIdempotency({ ctx, key, route, body, run }: WithIdempotencyInput): Promise<CommandResponse> {
  if (key === null) return run(ctx)
  const of = { actor: actorNameOf(ctx.actor), route, key: parseInput(IdempotencyKey, key) }
  const bodyHash = createHash('sha256').update(canonicalJson(body)).digest('hex')
  return ctx.store.transaction(async (tx) => {
    const now = ctx.clock.now()
    await tx.idempotency.deleteOlderThan(now - KEPT_MS)
    const known = await tx.idempotency.get(of)
    if (known !== undefined) {
      if (known.body_hash === bodyHash) return { status: known.status, body: JSON.parse(known.response) }
      throw new Failure({
        code: 'conflict',
        message: 'This Idempotency-Key was used with another body.',
        path: 'Idempotency-Key',
        expected: 'a new key for each new command',
      })
    }
    const response = await run({ ...ctx, store: tx })
    await tx.idempotency.add({
      ...of,
      body_hash: bodyHash,
      status: response.status,
      response: canonicalJson(response.body),
      created_at: now,
    })
    return response
  })
}
