import { z } from 'zod'
import { EpochMs } from '#contract/ids.ts'
import { InstanceId, PlaneLayer, PlaneTarget, SegmentId, Weights } from '#contract/evacuation/plane.ts'

/**
 * The published contract `spillway-control/1`: what an in-house plane implements to be steered. README.md beside this
 * file tells it to a stranger; this file is what is checked.
 *
 *   GET  <url>/describe                     Description
 *   GET  <url>/instances/<id>/state         State
 *   PUT  <url>/instances/<id>/state         Order → 200 State · 202 Operation · 409 · 412 · 422 · 423 · 429 · 503
 *   PUT  <url>/instances/<id>/state?dryRun  the same answers, nothing changed
 *   GET  <url>/operations/<id>              Operation
 */

export const CONTRACT_NAME = 'spillway-control/1'

export const PATHS = {
  describe: '/describe',
  state: (instance: string) => `/instances/${encodeURIComponent(instance)}/state`,
  operation: (id: string) => `/operations/${encodeURIComponent(id)}`,
} as const

export const SIGNATURE_HEADER = 'spillway-signature'

/** Who asked for a setting: a later (epoch, step) fences off earlier ones. */
export const Mark = z.strictObject({
  planId: z.string().min(1).max(128),
  epoch: z.number().int().min(0),
  step: z.number().int().min(-1),
})
export type Mark = z.infer<typeof Mark>

/** Answers may carry more than is listed here; what is listed must be there. */
export const State = z.object({
  instance: InstanceId,
  /** Changes with every change of the state, by whomever. */
  revision: z.string().min(1).max(200),
  segments: z
    .array(
      z.object({
        segment: SegmentId,
        /** As set. */
        weights: Weights,
        /** As acting now, where that can differ. */
        effective: Weights.optional(),
        mark: Mark.optional(),
      }),
    )
    .min(1)
    .max(1_000),
})
export type State = z.infer<typeof State>

export const Description = z.object({
  contract: z.literal(CONTRACT_NAME),
  layer: PlaneLayer,
  instances: z.array(InstanceId).min(1),
  targets: z.array(PlaneTarget).min(1),
  segments: z.array(SegmentId).min(1),
  granularity: z.object({ least: z.number().int().min(0), most: z.number().int().min(1) }),
  dryRun: z.boolean().default(false),
})
export type Description = z.infer<typeof Description>

/** Absolute weights; segments and targets that are not named stay as they are. All of it is applied, or nothing. */
export const Order = z.strictObject({
  contract: z.literal(CONTRACT_NAME),
  issuedAt: EpochMs,
  mark: Mark,
  segments: z.array(z.strictObject({ segment: SegmentId, weights: Weights })).min(1),
})
export type Order = z.infer<typeof Order>

/** `failed` promises that nothing was changed. */
export const Operation = z.object({
  operation: z.string().min(1).max(200),
  state: z.enum(['running', 'done', 'failed']),
  why: z.string().max(2_000).optional(),
})
export type Operation = z.infer<typeof Operation>

/** Every answer that is not 2xx. */
export const Refusal = z.object({ why: z.string().min(1).max(2_000) })
export type Refusal = z.infer<typeof Refusal>
