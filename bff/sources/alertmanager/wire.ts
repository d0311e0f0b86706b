import { z } from 'zod'

/**
 * Alertmanager's API v2 and its webhook as they stand on the wire (0.16 on). Times are RFC 3339 texts. An alert that
 * cannot be read becomes null, so that it can be counted, and costs nothing but itself.
 */

export const PATHS = {
  status: '/api/v2/status',
  alerts: '/api/v2/alerts',
  groups: '/api/v2/alerts/groups',
  receivers: '/api/v2/receivers',
  silences: '/api/v2/silences',
  silence: (id: string) => `/api/v2/silence/${encodeURIComponent(id)}`,
} as const

/** Ten thousand alerts have a hundred thousand of them: a plain loop in place of a schema each. */
const Labels = z.custom<Record<string, string>>(isTexts, 'expected names with texts')

function isTexts(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((text) => typeof text === 'string')
}

const Time = z.string()
const Texts = z
  .array(z.string())
  .nullish()
  .transform((texts) => texts ?? [])

export const WireReceiver = z.object({ name: z.string() })

export const WireAlert = z.object({
  labels: Labels,
  annotations: Labels.nullish().transform((labels) => labels ?? {}),
  startsAt: Time,
  endsAt: Time,
  updatedAt: Time.nullish(),
  generatorURL: z.string().nullish(),
  /** 16 hexadecimal digits of its labels. */
  fingerprint: z.string().min(1),
  receivers: z
    .array(WireReceiver)
    .nullish()
    .transform((receivers) => receivers ?? []),
  status: z.object({
    state: z.enum(['unprocessed', 'active', 'suppressed']),
    silencedBy: Texts,
    inhibitedBy: Texts,
    /** Time intervals; from 0.28. */
    mutedBy: Texts,
  }),
})
export type WireAlert = z.infer<typeof WireAlert>
/** As it is written. */
export type WireAlertInput = z.input<typeof WireAlert>

export const WireAlerts = z.array(WireAlert.nullable().catch(null))

/** Its alerts are read for their fingerprints alone. */
export const WireGroups = z.array(
  z.object({
    labels: Labels,
    receiver: WireReceiver,
    alerts: z.array(z.object({ fingerprint: z.string() })),
  }),
)
export type WireGroups = z.infer<typeof WireGroups>

export const WireReceivers = z.array(WireReceiver)

/** Of the configuration only that it is there: it may hold secrets. */
export const WireStatus = z.object({
  versionInfo: z.object({ version: z.string() }),
  /** When the process began. */
  uptime: Time.nullish(),
  /** Those that only speak as Alertmanager does have none. */
  cluster: z.object({ status: z.string(), peers: z.array(z.unknown()).nullish() }).nullish(),
})
export type WireStatus = z.infer<typeof WireStatus>

export const WireMatcher = z.object({
  name: z.string(),
  value: z.string(),
  isRegex: z.boolean(),
  /** Before 0.22 there was no other. */
  isEqual: z.boolean().default(true),
})
export type WireMatcher = z.infer<typeof WireMatcher>

export const WireSilence = z.object({
  id: z.string(),
  matchers: z.array(WireMatcher),
  startsAt: Time,
  endsAt: Time,
  updatedAt: Time,
  createdBy: z.string(),
  comment: z.string(),
  status: z.object({ state: z.enum(['active', 'pending', 'expired']) }),
})
export type WireSilence = z.infer<typeof WireSilence>

export const WireSilences = z.array(WireSilence)

/** The body that makes a silence, or changes the one named. */
export interface WireNewSilence {
  id?: string
  matchers: WireMatcher[]
  startsAt: string
  endsAt: string
  createdBy: string
  comment: string
}

export const WireSilenceMade = z.object({ silenceID: z.string() })

/** Errors of the router; those of the handlers are a bare JSON string. */
export const WireError = z.union([z.string(), z.object({ code: z.number(), message: z.string() })])

const WireHookAlert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: Labels,
  annotations: Labels.nullish().transform((labels) => labels ?? {}),
  startsAt: Time,
  /** `0001-01-01T00:00:00Z` while it fires. */
  endsAt: Time,
  generatorURL: z.string().nullish(),
  fingerprint: z.string().min(1),
})
export type WireHookAlert = z.infer<typeof WireHookAlert>

/** One delivery. Its own `status` is the group's: firing as long as one of them is. */
export const WireHook = z.object({
  version: z.string(),
  receiver: z.string(),
  groupKey: z.string().optional(),
  groupLabels: Labels.nullish().transform((labels) => labels ?? {}),
  truncatedAlerts: z.number().nullish(),
  alerts: z.array(WireHookAlert.nullable().catch(null)),
})
export type WireHook = z.infer<typeof WireHook>

/** UTC ms; NaN where it is no time, or the zero of the language Alertmanager is written in. */
export function instantOfWire(text: string | null | undefined): number {
  const at = Date.parse(text ?? '')
  return at > 0 ? at : NaN
}

/** `alertname="HighErrors"`, as filters and pages take it: always quoted, whatever is in it. */
export function filterOfMatcher({ name, value, isRegex, isEqual }: WireMatcher): string {
  const operator = isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!='
  // Names beyond the old ones are for 0.27 and later alone, which want them quoted.
  return `${/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) ? name : quoted(name)}${operator}${quoted(value)}`
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
