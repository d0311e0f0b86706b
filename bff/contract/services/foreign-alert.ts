import { z } from 'zod'
import { EpochMs, RegionId, ServiceId, SourceId } from '../ids.ts'

export const AlertSeverity = z.enum(['info', 'warning', 'critical'])
export type AlertSeverity = z.infer<typeof AlertSeverity>

/** `suppressed`: silenced or inhibited over there; it burns all the same. */
export const ForeignAlertState = z.enum(['firing', 'suppressed', 'resolved'])
export type ForeignAlertState = z.infer<typeof ForeignAlertState>

/** What another monitoring system alerts on. */
export const ForeignAlert = z.strictObject({
  source: SourceId,
  /** That system's own key: the same problem keeps it (Alertmanager: the fingerprint). */
  key: z.string().min(1),
  name: z.string(),
  severity: AlertSeverity,
  state: ForeignAlertState,
  region: RegionId.nullable(),
  /** Null where its labels name none, or none that is known. */
  service: ServiceId.nullable(),
  /** One line for a person. */
  summary: z.string(),
  labels: z.record(z.string(), z.string()),
  startedAt: EpochMs,
  /** Null while it fires. */
  endedAt: EpochMs.nullable(),
  /** Ids of the silences that cover it. */
  silencedBy: z.array(z.string()),
  /** Keys of the alerts that inhibit it. */
  inhibitedBy: z.array(z.string()),
  /** The group it is told in there. */
  group: z.string().nullable(),
  receivers: z.array(z.string()),
  /** Into that system. */
  link: z.string().nullable(),
  /** Where a runbook lies, as its annotations tell. */
  runbook: z.string().nullable(),
  observedAt: EpochMs.nullable(),
})
export type ForeignAlert = z.infer<typeof ForeignAlert>
