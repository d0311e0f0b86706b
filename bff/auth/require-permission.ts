import { judgePermission } from '#contract/access.ts'
import { PERMISSIONS, type Permission } from '#contract/permissions.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure } from '#bff/failure.ts'

/** For verbs: fails where the actor may not, or has to prove first that it is them. Routes ask the same table before. */
export function requirePermission(ctx: Pick<Ctx, 'actor' | 'clock'>, permission: Permission): void {
  switch (judgePermission(permission, ctx.actor, ctx.clock.now())) {
    case 'allowed':
      return
    case 'step-up':
      throw new Failure({
        code: 'step_up_required',
        message: 'Prove again that it is you, then send this again.',
        expected: 'a proof not older than five minutes',
      })
    case 'forbidden':
    case 'not-authenticated':
      throw new Failure({
        code: 'forbidden',
        message: 'Your roles do not allow this.',
        expected: `one of the roles ${PERMISSIONS[permission].roles.join(', ')}`,
      })
  }
}
