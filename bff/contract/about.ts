import { z } from 'zod'
import { FreshnessRule } from './freshness.ts'
import { HealthThresholds } from './health.ts'
import { SourceStatus } from './source-status.ts'

/** `GET /api/v1/about`: what this installation is. */
export const About = z.strictObject({
  version: z.string(),
  simulated: z.boolean(),
  scenario: z.string().nullable(),
  freshness: FreshnessRule,
  health: HealthThresholds,
})
export type About = z.infer<typeof About>

export const Sources = z.strictObject({ sources: z.array(SourceStatus) })
export type Sources = z.infer<typeof Sources>

/** `GET /readyz`: each check in words; the status code is 200 when all hold, else 503. */
export const Readiness = z.strictObject({
  ready: z.boolean(),
  checks: z.array(z.strictObject({ name: z.string(), holds: z.boolean(), message: z.string() })),
})
export type Readiness = z.infer<typeof Readiness>

export const Liveness = z.strictObject({ alive: z.literal(true) })
