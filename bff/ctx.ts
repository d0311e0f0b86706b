import type { Actor } from '#contract/access.ts'
import type { Ulid } from '#contract/ids.ts'
import type { Clock } from '#bff/clock.ts'
import type { StoreScope } from '#bff/store/store.ts'

/** What every verb is given: who acts, when, on what, and the id to quote. */
export interface Ctx {
  actor: Actor
  clock: Clock
  /** The store, or a transaction of it: a verb's own `transaction` then joins the one under way. */
  store: StoreScope
  requestId: string
  newUlid: () => Ulid
}
