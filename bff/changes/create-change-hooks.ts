import { randomBytes } from 'node:crypto'
import type { Change, ChangeDelivery } from '#contract/change.ts'
import type { Clock } from '#bff/clock.ts'
import { SIGNATURE_VALID_SECONDS, judgeSignature, type SignedRequest } from '#bff/signature.ts'
import type { Ctx } from '#bff/ctx.ts'
import { changeOfRow } from './change-row.ts'
import type { RecordChangeInput } from './record-change.ts'
import type { ChangesSettings } from './settings.ts'

/**
 * The door for systems that tell of their own changes. Whoever recorded a delivery on its way could send it again within
 * the minutes its signature lasts, and so undo what was told after it. Signatures that were taken are remembered for as
 * long as they last: the same again is answered by the change as it stands, and writes nothing.
 */
export interface ChangeHooks {
  /** Whether this origin signed it, just now; takes as long whichever of origin and secret is wrong. */
  isSigned(delivery: { origin: string; header: string | undefined; request: SignedRequest }): boolean
  /** Only what is signed. */
  take(input: { ctx: Ctx; origin: string; header: string; delivery: ChangeDelivery }): Promise<Change>
}

export interface ChangeHooksInput {
  settings: ChangesSettings
  clock: Clock
  record: (input: RecordChangeInput) => Promise<Change>
}

export function createChangeHooks({ settings, clock, record }: ChangeHooksInput): ChangeHooks {
  const secrets = new Map<string, string>(settings.webhooks.map(({ origin, secret }) => [origin, secret]))
  // What nobody has signed by: compared in place of the secret of an origin that is not there.
  const nobodysSecret = randomBytes(32).toString('hex')
  const takenUntil = new Map<string, number>()

  function forgetOld(now: number): void {
    for (const [signature, until] of takenUntil) if (until < now) takenUntil.delete(signature)
  }

  return {
    isSigned({ origin, header, request }) {
      const secret = secrets.get(origin)
      const verdict = judgeSignature({ secret: secret ?? nobodysSecret, nowMs: clock.now(), header, request })
      return secret !== undefined && verdict === 'valid'
    },
    async take({ ctx, origin, header, delivery }) {
      const now = clock.now()
      forgetOld(now)
      if (takenUntil.has(header)) {
        const row = await ctx.store.changes.byExternalId(origin, delivery.externalId)
        if (row !== undefined) return changeOfRow(row)
      }
      const change = await record({ ctx, input: { ...delivery, origin } })
      // A sender whose clock is ahead signs what lasts longer than from now on.
      takenUntil.set(header, now + 2 * SIGNATURE_VALID_SECONDS * 1_000)
      return change
    },
  }
}
