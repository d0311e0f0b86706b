import { z } from 'zod'
import { EpochMs, RegionId } from '../ids.ts'

/**
 * Is evacuating right? Joined from witnesses that share no fate: probes from outside, the survivors' calls into the
 * region, the metrics, the planes, and how fresh each of them is.
 */
export const VerdictWord = z.enum(['healthy', 'sick', 'dead', 'blind', 'follows-traffic'])
export type VerdictWord = z.infer<typeof VerdictWord>

export const Evidence = z.strictObject({
  witness: z.enum(['probes', 'survivors', 'metrics', 'planes', 'changes']),
  /** One sentence with its numbers and units: `31 % of 240 probes from 3 networks fail`. */
  says: z.string(),
  points: z.enum(['healthy', 'sick', 'dead', 'follows-traffic', 'nothing']),
  /** The newest sample it rests on; null when it never saw one. */
  observedAt: EpochMs.nullable(),
  fresh: z.boolean(),
})
export type Evidence = z.infer<typeof Evidence>

export const RegionVerdict = z.strictObject({
  region: RegionId,
  word: VerdictWord,
  /** When this word was first said without a break. */
  since: EpochMs,
  at: EpochMs,
  evidence: z.array(Evidence),
})
export type RegionVerdict = z.infer<typeof RegionVerdict>

/** What one vantage point saw of one region in a window. */
export const ProbeWindow = z.strictObject({
  vantage: z.string().min(1).max(80),
  /** The region asked for by name; null where the public name was asked and anyone could answer. */
  asked: RegionId.nullable(),
  from: EpochMs,
  to: EpochMs,
  sent: z.number().int().min(0),
  /** Answered well, by the region that answered. */
  answeredBy: z.record(RegionId, z.number().int().min(0)),
  /** Refused, timed out, wrong, by kind: `timeout`, `refused`, `status-503`, `dns`. */
  failed: z.record(z.string().max(40), z.number().int().min(0)),
  latencyMs: z.strictObject({ p50: z.number().nullable(), p99: z.number().nullable() }),
})
export type ProbeWindow = z.infer<typeof ProbeWindow>

/** What an agent sends every few seconds: a window for the public name, and one for each region it asks by name. */
export const ProbeReport = z.strictObject({ windows: z.array(ProbeWindow).min(1).max(64) })
export type ProbeReport = z.infer<typeof ProbeReport>

/** Says which vantage point sends and proves it: `<vantage>:<secret>`. */
export const PROBE_HEADER = 'spillway-probe'
