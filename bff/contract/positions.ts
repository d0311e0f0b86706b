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

export const Positions = z.strictObject({
  view: ViewId,
  updatedAt: EpochMs.nullable(),
  nodes: z.array(NodePosition).max(5_000),
})
export type Positions = z.infer<typeof Positions>

export const PutPositions = z.strictObject({ nodes: z.array(NodePosition).max(5_000) })
export type PutPositions = z.infer<typeof PutPositions>
