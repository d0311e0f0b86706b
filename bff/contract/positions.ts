import { z } from 'zod'
import { EpochMs } from './ids.ts'

/** `/api/v1/positions/:view`: where people have put the nodes of a view (`world`, `us-east-1`), shared by all. */
export const ViewId = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[a-z0-9][a-z0-9._/-]*$/, 'expected a view such as "us-east-1"')
export type ViewId = z.infer<typeof ViewId>

/** In layout units of the view. */
export const NodePosition = z.strictObject({
  /** `us-east-1/api`. */
  node: z.string().min(1).max(260),
  x: z.number().min(-1e6).max(1e6),
  y: z.number().min(-1e6).max(1e6),
})
export type NodePosition = z.infer<typeof NodePosition>

export const PositionsRevision = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, 'expected a revision as the places were told with')
export type PositionsRevision = z.infer<typeof PositionsRevision>

export const Positions = z.strictObject({
  view: ViewId,
  updatedAt: EpochMs.nullable(),
  /** Names these places: another one as soon as any of them is another. Given back with the next put. */
  revision: PositionsRevision,
  nodes: z.array(NodePosition).max(5_000),
})
export type Positions = z.infer<typeof Positions>

export const PutPositions = z.strictObject({
  nodes: z.array(NodePosition).max(5_000),
  /**
   * Of the places these were made from. Where somebody has saved others since, nothing is changed and the answer is a
   * `conflict`: read again, move again, put again. Without one these places replace whatever is there.
   */
  revision: PositionsRevision.optional(),
})
export type PutPositions = z.infer<typeof PutPositions>
