import { z } from 'zod'
import { ServiceId } from '../ids.ts'

/** A way out of Spillway: a dashboard, a runbook, the code. */
export const ServiceLink = z.strictObject({
  kind: z.enum(['dashboard', 'runbook', 'repository', 'documentation', 'on-call', 'other']),
  title: z.string().min(1).max(200),
  url: z.url({ protocol: /^https?$/ }).max(2_000),
})
export type ServiceLink = z.infer<typeof ServiceLink>

/** Whose a service is, out of a catalogue file. */
export const Ownership = z.strictObject({
  service: ServiceId,
  /** As people say it. */
  title: z.string().nullable(),
  description: z.string().nullable(),
  team: z.string().nullable(),
  /** Who is called at night: a rota, a channel, an address. */
  onCall: z.string().nullable(),
  /** 1 is what the business stands on; null where not told. */
  tier: z.number().int().min(0).max(9).nullable(),
  domain: z.string().nullable(),
  lifecycle: z.string().nullable(),
  links: z.array(ServiceLink),
  /** `catalog/playback.yaml:12`: where it is written. */
  writtenIn: z.string(),
})
export type Ownership = z.infer<typeof Ownership>
