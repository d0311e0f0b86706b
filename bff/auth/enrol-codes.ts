import { actorNameOf, isStepUpFresh, personIdOf, stepUpAtOf } from '#contract/access.ts'
import { ConfirmCodes, type CodeEnrolment } from '#contract/session.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure, parseInput } from '#bff/failure.ts'
import type { TransactionScope } from '#bff/store/store.ts'
import type { AccessGround } from './access-ground.ts'
import { newCodeSecret, stepOfCode, uriOfCodes } from './one-time-codes.ts'

interface Input {
  ground: AccessGround
  ctx: Ctx
}

/** A new app of one-time codes; it counts once a code of it is given back. A second one replaces the first. */
export async function enrolCodes({ ground, ctx }: Input): Promise<CodeEnrolment> {
  const personId = selfOf(ctx)
  return ctx.store.transaction(async (tx) => {
    const person = await tx.people.get(personId)
    if (person === undefined) throw new Failure({ code: 'not_found', message: 'You are not known here yet.' })
    const known = await tx.proofs.codesOf(personId)
    if (known !== undefined && known.confirmed_at !== null) {
      throw new Failure({ code: 'conflict', message: 'An app is enrolled already.', expected: 'remove that one first' })
    }
    const secret = newCodeSecret()
    await tx.proofs.putCodes({
      person_id: personId,
      sealed_secret: ground.seal.seal(secret, personId),
      confirmed_at: null,
      last_step: 0,
      failures: 0,
      locked_until: 0,
    })
    return { secret, uri: uriOfCodes(secret, person.login) }
  })
}

export async function confirmCodes({ ground, ctx, input }: Input & { input: ConfirmCodes }): Promise<void> {
  const { code } = parseInput(ConfirmCodes, input)
  const personId = selfOf(ctx)
  await ctx.store.transaction(async (tx) => {
    const now = ctx.clock.now()
    const codes = await tx.proofs.codesOf(personId)
    if (codes === undefined || codes.confirmed_at !== null) {
      throw new Failure({ code: 'conflict', message: 'There is no app that waits for its first code.' })
    }
    const step = stepOfCode({ secret: ground.seal.open(codes.sealed_secret, personId), code, now })
    if (step === null) {
      throw new Failure({ code: 'bad_request', message: 'This is not the app’s code.', path: 'body.code' })
    }
    await tx.proofs.putCodes({ ...codes, confirmed_at: now, last_step: step })
    await append(tx, ctx, 'codes.enrol', personId)
  })
}

export async function removeCodes({ ctx }: Input): Promise<void> {
  const personId = selfOf(ctx)
  await ctx.store.transaction(async (tx) => {
    await tx.proofs.forgetCodes(personId)
    await append(tx, ctx, 'codes.remove', personId)
  })
}

/** Whoever holds a stolen session must not make a key of their own: a fresh proof is asked for. */
function selfOf(ctx: Ctx): string {
  const personId = personIdOf(ctx.actor)
  if (personId === null) throw new Failure({ code: 'forbidden', message: 'Only people have codes.' })
  if (isStepUpFresh(stepUpAtOf(ctx.actor), ctx.clock.now())) return personId
  throw new Failure({ code: 'step_up_required', message: 'Prove again that it is you, then send this again.' })
}

async function append(tx: TransactionScope, ctx: Ctx, action: string, subject: string): Promise<void> {
  const { actor, clock, requestId } = ctx
  await tx.appendAudit({ at: clock.now(), actor: actorNameOf(actor), action, subject, detail: {}, requestId })
}
