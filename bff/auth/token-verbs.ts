import { actorNameOf } from '#contract/access.ts'
import { NewToken, type MadeToken, type Token, type Tokens } from '#contract/tokens.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure, parseInput } from '#bff/failure.ts'
import type { TokenRow } from '#bff/store/access-schema.ts'
import { TOKEN_PREFIX } from './identify.ts'
import { rolesFromText, rolesToText } from './person-row.ts'
import { hashOfSecret, newSecret } from './secrets.ts'

const DAY_MS = 86_400_000

export async function listTokens({ ctx }: { ctx: Ctx }): Promise<Tokens> {
  return { tokens: (await ctx.store.tokens.list()).map(tokenOfRow) }
}

/** The secret is in this answer and nowhere else. */
export async function makeToken({ ctx, input }: { ctx: Ctx; input: NewToken }): Promise<MadeToken> {
  const { name, roles, days } = parseInput(NewToken, input)
  const secret = `${TOKEN_PREFIX}${newSecret()}`
  const now = ctx.clock.now()
  const row: TokenRow = {
    id: ctx.newUlid(),
    name,
    secret_hash: hashOfSecret(secret),
    roles: rolesToText(roles),
    made_by: ctx.actor.kind === 'system' ? 'system' : ctx.actor.name,
    made_at: now,
    ends_at: now + days * DAY_MS,
    last_used_at: null,
    revoked_at: null,
  }
  await ctx.store.transaction(async (tx) => {
    await tx.tokens.add(row)
    await tx.appendAudit({
      at: now,
      actor: actorNameOf(ctx.actor),
      action: 'token.make',
      subject: row.id,
      detail: { name, roles, endsAt: row.ends_at },
      requestId: ctx.requestId,
    })
  })
  return { token: tokenOfRow(row), secret }
}

/** From the next request on it opens nothing; revoked twice, it is revoked. */
export async function revokeToken({ ctx, id }: { ctx: Ctx; id: string }): Promise<Token> {
  return ctx.store.transaction(async (tx) => {
    const row = await tx.tokens.get(id)
    if (row === undefined)
      throw new Failure({ code: 'not_found', message: 'There is no such token.', path: 'params.id' })
    if (row.revoked_at !== null) return tokenOfRow(row)
    const revoked = { ...row, revoked_at: ctx.clock.now() }
    await tx.tokens.update(id, { revoked_at: revoked.revoked_at })
    await tx.appendAudit({
      at: ctx.clock.now(),
      actor: actorNameOf(ctx.actor),
      action: 'token.revoke',
      subject: id,
      detail: { name: row.name },
      requestId: ctx.requestId,
    })
    return tokenOfRow(revoked)
  })
}

function tokenOfRow(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    roles: rolesFromText(row.roles),
    madeBy: row.made_by,
    madeAt: row.made_at,
    endsAt: row.ends_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }
}
