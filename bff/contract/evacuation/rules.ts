import { z } from 'zod'
import { EpochMs } from '../ids.ts'

/** Safety rules by name. They are evaluated on the server at every write of every kind. */
export const BuiltInRule = z.enum([
  'never-all-zero',
  'never-the-last-region',
  'one-at-a-time',
  'maximum-change',
  'minimum-wait',
  'fresh-data',
  'freeze-window',
  'headroom',
  'foreign-change',
  'plane-readable',
  'self-dependency',
  // Whoever is led back comes to a region that is seen and does not fail.
  'region-well',
])
export type BuiltInRule = z.infer<typeof BuiltInRule>

/** The core invariant: there is no override for these. */
export const CORE_RULES: readonly BuiltInRule[] = ['never-all-zero', 'never-the-last-region']

export const Finding = z.strictObject({
  /** A built-in rule's id, or `own:` and the id of one from the configuration. */
  rule: z.string(),
  outcome: z.enum(['holds', 'blocks', 'warns', 'unknown']),
  /** One sentence with the value and the limit. */
  says: z.string(),
  overridable: z.boolean(),
})
export type Finding = z.infer<typeof Finding>

/** Per attempt: it never covers a rule that begins to fail later. */
export const Override = z.strictObject({
  rules: z.array(z.string()).min(1).max(20),
  reason: z.string().min(15).max(500),
  by: z.string(),
  at: EpochMs,
  expiresAt: EpochMs,
})
export type Override = z.infer<typeof Override>
