import { z } from 'zod'

const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'expected a label name such as application')

/** How the metrics of Resilience4j (as Micrometer writes them) are labelled; breakers are facts, not traffic. */
export const Resilience4jSettings = z.strictObject({
  /** Who holds the breaker. */
  serviceLabel: labelName.default('application'),
  /** Where the caller stands; its region is not told without such a label, unless `region` of the source is set. */
  regionLabel: labelName.default('region'),
  /** One process of a service. */
  instanceLabel: labelName.default('instance'),
  /** Whom a breaker stands before, by its name: the metrics do not tell. */
  targets: z.record(z.string().min(1).max(200), z.string().min(1).max(200)).default({}),
  /** Whether the buckets of `resilience4j_circuitbreaker_calls_seconds` are kept, so that percentiles can be asked. */
  histograms: z.boolean().default(false),
})
export type Resilience4jSettings = z.infer<typeof Resilience4jSettings>
