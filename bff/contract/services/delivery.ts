import { z } from 'zod'

/** What became of the alerts of one delivery. */
export const DeliveryCount = z.strictObject({
  accepted: z.number().int().min(0),
  /** Known already, or too late to matter. */
  repeated: z.number().int().min(0),
  /** Could not be read, or nobody looks at their receiver. */
  ignored: z.number().int().min(0),
})
export type DeliveryCount = z.infer<typeof DeliveryCount>
