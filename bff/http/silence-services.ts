import type { DeliveryCount } from '#contract/services/delivery.ts'
import type { PutSilence, SilenceDraft, SilencePreview, Silences, SilenceSet } from '#contract/services/silence.ts'
import type { Ctx } from '#bff/ctx.ts'

/** What the routes of silences call. */
export interface SilenceServices {
  list(): Promise<Silences>
  put(input: { ctx: Ctx; input: PutSilence }): Promise<SilenceSet>
  expire(input: { ctx: Ctx; input: { source: string; id: string } }): Promise<SilenceSet>
  preview(input: { ctx: Ctx; input: SilenceDraft }): Promise<SilencePreview>
}

/** What systems deliver by themselves. */
export interface HookServices {
  /** Whether this is the secret agreed on with that source; takes as long whichever of both is wrong. */
  knows(of: { source: string; secret: string }): boolean
  /** Fails where it cannot be read. Only of a source that proved itself. */
  take(delivery: { source: string; body: unknown }): DeliveryCount
}
