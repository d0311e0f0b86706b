import { z } from 'zod'
import { EpochMs, RegionId, ServiceId, Ulid } from './ids.ts'

/** Anything that changed the fleet: deploys, configuration, experiments, chaos, actions, a provider's events. */
export const ChangeKind = z.enum([
  'deploy',
  'configuration',
  'experiment',
  'canary',
  'chaos',
  'action',
  'provider',
  'other',
])
export type ChangeKind = z.infer<typeof ChangeKind>

const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !value.includes('\u0000'), 'expected text without NUL characters')

export const NewChange = z.strictObject({
  kind: ChangeKind,
  /** One line as a person would say it: `api v88 deployed`. */
  title: text(200),
  /** When it began, UTC ms; the time of arrival when absent. */
  startedAt: EpochMs.optional(),
  /** When it ended; absent while it is under way or where it has no length. */
  endedAt: EpochMs.optional(),
  regions: z.array(RegionId).max(64).default([]),
  services: z.array(ServiceId).max(256).default([]),
  /** Version, experiment or ticket, as the sender names it. */
  version: text(200).optional(),
  /** Who or what made the change. */
  author: text(200).optional(),
  /** https link to the whole story. */
  link: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
  /** The sender's own id; the same pair of origin and externalId is one change. */
  origin: text(100).default('api'),
  externalId: text(200).optional(),
})
export type NewChange = z.infer<typeof NewChange>

/**
 * What a signed webhook delivers. Whose change it is stands in the address; the sender's own id is demanded, for the
 * same delivery may arrive more than once.
 */
export const ChangeDelivery = NewChange.omit({ origin: true }).extend({ externalId: text(200) })
export type ChangeDelivery = z.infer<typeof ChangeDelivery>

export const Change = NewChange.extend({
  id: Ulid,
  startedAt: EpochMs,
  recordedAt: EpochMs,
  /** The actor that sent it. */
  recordedBy: z.string(),
})
export type Change = z.infer<typeof Change>

export const ChangesQuery = z.strictObject({
  from: z.coerce.number().int().min(0).optional(),
  to: z.coerce.number().int().min(0).optional(),
  region: RegionId.optional(),
  service: ServiceId.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
})
export type ChangesQuery = z.infer<typeof ChangesQuery>

export const Changes = z.strictObject({ changes: z.array(Change) })
export type Changes = z.infer<typeof Changes>
