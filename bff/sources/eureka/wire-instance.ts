/**
 * One instance as Eureka writes it, from 1.1 to 2.0: numbers may be texts, empty metadata is the name of a Java class,
 * the overridden status has had two spellings. Registries list tens of thousands at once, so they are read by plain
 * code where a schema would copy each part of them.
 */

export const WIRE_STATUSES = ['UP', 'DOWN', 'STARTING', 'OUT_OF_SERVICE', 'UNKNOWN'] as const
export type WireStatus = (typeof WIRE_STATUSES)[number]

/** Of what is not told a text is null, a number NaN. */
export interface WireInstance {
  /** Unique within its application. */
  id: string
  app: string
  hostName: string | null
  ipAddr: string | null
  status: string
  /** `UNKNOWN` where nobody has set one. */
  overriddenStatus: string
  port: number
  securePort: number
  /** Of the data centre: `availability-zone`, `instance-id` … where it is Amazon's. */
  dataCenter: Metadata
  metadata: Metadata
  asgName: string | null
  lease: WireLease
  lastUpdatedTimestamp: number
  /** Of a delta: `ADDED`, `MODIFIED`, `DELETED`. */
  actionType: string | null
}

export interface WireLease {
  durationMs: number
  registrationTimestamp: number
  /** See judge-leases.ts before believing it. */
  lastRenewalTimestamp: number
  serviceUpTimestamp: number
}

export type Metadata = Readonly<Record<string, unknown>>

/** Null for what is no instance. `app` is that of the list it stands in. */
export function readInstance(json: unknown, app?: string): WireInstance | null {
  if (!isRecord(json)) return null
  const name = textOf(json['app']) ?? app ?? ''
  const dataCenter = recordOf(recordOf(json['dataCenterInfo'])['metadata'])
  const id = textOf(json['instanceId']) ?? textOf(dataCenter['instance-id']) ?? textOf(json['hostName'])
  if (name === '' || id === null) return null
  return {
    id,
    app: name,
    hostName: textOf(json['hostName']),
    ipAddr: textOf(json['ipAddr']),
    status: textOf(json['status']) ?? 'UNKNOWN',
    overriddenStatus: textOf(json['overriddenStatus']) ?? textOf(json['overriddenstatus']) ?? 'UNKNOWN',
    port: portOf(json['port']),
    securePort: portOf(json['securePort']),
    dataCenter,
    metadata: recordOf(json['metadata']),
    asgName: textOf(json['asgName']),
    lease: leaseOf(recordOf(json['leaseInfo'])),
    lastUpdatedTimestamp: timestampOf(json['lastUpdatedTimestamp']),
    actionType: textOf(json['actionType']),
  }
}

/** Keys that begin with @, and a legacy `class`, are the serializer's own. */
export function metadataOf(metadata: Metadata, key: string): string | null {
  return key.startsWith('@') || key === 'class' ? null : textOf(metadata[key])
}

export function metadataKeysOf(metadata: Metadata): string[] {
  return Object.keys(metadata).filter((key) => metadataOf(metadata, key) !== null)
}

function leaseOf(lease: Metadata): WireLease {
  return {
    durationMs: numberOf(lease['durationInSecs']) * 1_000,
    registrationTimestamp: timestampOf(lease['registrationTimestamp']),
    lastRenewalTimestamp: timestampOf(lease['lastRenewalTimestamp']),
    serviceUpTimestamp: timestampOf(lease['serviceUpTimestamp']),
  }
}

/** `{"$": 7001, "@enabled": "true"}`, or a bare number; NaN where it is not enabled. */
function portOf(port: unknown): number {
  if (!isRecord(port)) return numberOf(port)
  return String(port['@enabled'] ?? true) === 'false' ? NaN : numberOf(port['$'])
}

/** Eureka writes 0 for "never". */
function timestampOf(value: unknown): number {
  const ms = numberOf(value)
  return ms > 0 ? ms : NaN
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN
}

/** Null for an empty text, which tells nothing. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const NOTHING: Metadata = {}

function recordOf(value: unknown): Metadata {
  return isRecord(value) ? value : NOTHING
}
