import { z } from 'zod'
import { RegionId, SourceId } from '#contract/ids.ts'
import { Duration } from '../duration.ts'
import { HttpAuth, oneLine } from '../http-auth.ts'

/** One entry of `sources:` with `kind: alertmanager`. */

const SHORTEST_PERIOD_MS = 1_000
const DEFAULT_PERIOD_MS = 15_000

const Url = z.url({ protocol: /^https?$/ }).refine((text) => {
  if (!URL.canParse(text)) return true
  const url = new URL(text)
  return url.username === '' && url.password === '' && url.search === '' && url.hash === ''
}, 'an address without user, password, ? and #; credentials belong under auth')

/** Tried in this order: the first one that an alert has counts. */
const labelNames = z.array(z.string().min(1).max(200)).min(1).max(16)

export const AlertLabels = z.strictObject({
  region: labelNames.default(['region', 'cluster']),
  service: labelNames.default(['service', 'app']),
  severity: labelNames.default(['severity']),
})
export type AlertLabels = z.infer<typeof AlertLabels>

const severityWords = z.array(z.string().min(1)).max(64)

/** What the label of the severity says, whatever its case. What is in neither list is a warning. */
export const SeverityWords = z.strictObject({
  critical: severityWords.default(['critical', 'page', 'emergency', 'fatal', 'disaster', 'sev1', 'p1']),
  info: severityWords.default(['info', 'information', 'informational', 'none', 'notice', 'debug', 'ok']),
})
export type SeverityWords = z.infer<typeof SeverityWords>

export const AlertmanagerLimits = z.strictObject({
  /** Of one answer, decoded. */
  bytes: z
    .number()
    .int()
    .min(1_024)
    .max(1024 ** 3)
    // Its lists have no pages, and are longest when they are needed most.
    .default(16 * 1024 ** 2),
  timeout: Duration.default(10_000),
})
export type AlertmanagerLimits = z.infer<typeof AlertmanagerLimits>

export const AlertmanagerSettings = z.strictObject({
  id: SourceId,
  kind: z.literal('alertmanager'),
  /** Base address, without /api/v2; a path prefix is kept. */
  url: Url,
  auth: HttpAuth.default({ kind: 'none' }),
  /** Such as `X-Scope-OrgID`. */
  headers: z
    .record(z.string().regex(/^[A-Za-z0-9-]+$/, 'expected a header name such as X-Scope-OrgID'), oneLine)
    .default({}),
  period: Duration.refine((ms) => ms >= SHORTEST_PERIOD_MS, 'a duration of at least 1s').default(DEFAULT_PERIOD_MS),
  /** Every alert is this region's. */
  region: RegionId.optional(),
  labels: AlertLabels.prefault({}),
  severities: SeverityWords.prefault({}),
  /** Only alerts that are routed to one of these; all where empty. */
  receivers: z.array(z.string().min(1).max(200)).max(64).default([]),
  /** Where people open it; the url unless told. */
  page: Url.optional(),
  /** What its webhook must prove itself by; without it none is taken. */
  hook: z.strictObject({ secret: oneLine.min(16, 'a secret of at least 16 characters').max(200) }).optional(),
  limits: AlertmanagerLimits.prefault({}),
})
export type AlertmanagerSettings = z.infer<typeof AlertmanagerSettings>
/** As written in the file, before defaults. */
export type AlertmanagerSettingsInput = z.input<typeof AlertmanagerSettings>
