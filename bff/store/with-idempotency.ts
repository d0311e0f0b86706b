import { createHash } from 'node:crypto'
import { actorNameOf } from '#contract/access.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure, parseInput } from '#bff/failure.ts'
import { canonicalJson, type Json } from './canonical-json.ts'
import type { TransactionScope } from './store.ts'
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

/** The same for commands that act outside of the store, which no transaction may wait for. */
export type WithEffect = (input: WithIdempotencyInput) => Promise<CommandResponse>

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
  const command = commandOf({ ctx, key, route, body })
  return ctx.store.transaction(async (tx) => {
    const known = await recall(tx, ctx.clock.now(), command)
    if (known !== null) return known
    const response = await run({ ...ctx, store: tx })
    await remember(tx, ctx.clock.now(), command, response)
    return response
  })
}

/**
 * The same key while its command is under way waits for that one's answer. What was done is remembered once it is done:
 * a process that ends in between leaves nothing, so what it did must be of a kind that bears being asked for twice.
 */
export function createEffectIdempotency(): WithEffect {
  const underWay = new Map<string, { bodyHash: string; answer: Promise<CommandResponse> }>()
  return async ({ ctx, key, route, body, run }) => {
    if (key === null) return run(ctx)
    const command = commandOf({ ctx, key, route, body })
    const name = JSON.stringify(command.of)
    const going = underWay.get(name)
    if (going !== undefined) {
      if (going.bodyHash !== command.bodyHash) throw otherBody()
      return going.answer
    }
    const work = async () => {
      const known = await ctx.store.transaction((tx) => recall(tx, ctx.clock.now(), command))
      if (known !== null) return known
      const response = await run(ctx)
      await ctx.store.transaction((tx) => remember(tx, ctx.clock.now(), command, response))
      return response
    }
    const answer = work().finally(() => underWay.delete(name))
    underWay.set(name, { bodyHash: command.bodyHash, answer })
    return answer
  }
}

interface Command {
  of: { actor: string; route: string; key: string }
  bodyHash: string
}

function commandOf({ ctx, key, route, body }: { ctx: Ctx; key: string; route: string; body: Json }): Command {
  return {
    of: { actor: actorNameOf(ctx.actor), route, key: parseInput(IdempotencyKey, key) },
    bodyHash: createHash('sha256').update(canonicalJson(body)).digest('hex'),
  }
}

/** Null for a command that nobody has sent. */
async function recall(tx: TransactionScope, now: number, { of, bodyHash }: Command): Promise<CommandResponse | null> {
  await tx.idempotency.deleteOlderThan(now - KEPT_MS)
  const known = await tx.idempotency.get(of)
  if (known === undefined) return null
  if (known.body_hash !== bodyHash) throw otherBody()
  return { status: known.status, body: JSON.parse(known.response) }
}

async function remember(
  tx: TransactionScope,
  now: number,
  { of, bodyHash }: Command,
  { status, body }: CommandResponse,
): Promise<void> {
  await tx.idempotency.add({ ...of, body_hash: bodyHash, status, response: canonicalJson(body), created_at: now })
}

function otherBody(): Failure {
  return new Failure({
    code: 'conflict',
    message: 'This Idempotency-Key was used with another body.',
    path: 'Idempotency-Key',
    expected: 'a new key for each new command',
  })
}
