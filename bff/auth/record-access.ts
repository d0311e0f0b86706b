import type { Json } from '#bff/store/canonical-json.ts'
import type { TransactionScope } from '#bff/store/store.ts'
import type { AccessGround } from './access-ground.ts'
import { createRateLimit } from './rate-limit.ts'

export const NOBODY = 'anonymous'

export interface Refusal {
  /** `actorNameOf`, or `anonymous`. */
  actor: string
  /** `session.refused`, `permission.refused`. */
  action: string
  /** What was asked for. */
  subject: string
  detail: Json
  requestId: string
}

/**
 * Refusals are written into the audit log too; whoever knocks a thousand times must not fill it, so that beyond sixty a
 * minute they are counted, and the count stands in the next row.
 */
export function createRefusalRecord(
  ground: Pick<AccessGround, 'store' | 'clock'>,
  onFault: (error: unknown) => void,
): (refusal: Refusal) => Promise<void> {
  const limit = createRateLimit({ clock: ground.clock, burst: 60, perMinute: 60 })
  let uncounted = 0
  return async (refusal) => {
    if (limit.take('refusals') !== null) {
      uncounted++
      return
    }
    const before = uncounted
    uncounted = 0
    try {
      await ground.store.transaction((tx) => append(tx, ground.clock.now(), refusal, before))
    } catch (error) {
      // Refused it is in any case.
      onFault(error)
    }
  }
}

async function append(tx: TransactionScope, at: number, refusal: Refusal, unwritten: number): Promise<void> {
  const { actor, action, subject, requestId, detail } = refusal
  await tx.appendAudit({ at, actor, action, subject, requestId, detail: { what: detail, unwritten } })
}
