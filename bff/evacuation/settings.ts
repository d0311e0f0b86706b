import { z } from 'zod'
import { RegionId } from '#contract/ids.ts'
import { PlaneId, TargetId } from '#contract/evacuation/plane.ts'

const ms = z.number().int().min(0)
const share = z.number().min(0).max(1)
const slug = RegionId

/** A rule of one's own, judged over what the planes would say after the write. */
export const OwnRule = z.discriminatedUnion('kind', [
  /** At least so many of these targets of a plane keep a weight, at every place that knows them. */
  z.strictObject({
    kind: z.literal('assertion'),
    id: slug,
    says: z.string().min(1).max(200),
    plane: PlaneId,
    targets: z.array(TargetId).min(1),
    atLeast: z.number().int().min(1),
  }),
  /** Nothing is written while this target of a switch is off: a master switch. */
  z.strictObject({
    kind: z.literal('gating'),
    id: slug,
    says: z.string().min(1).max(200),
    plane: PlaneId,
    target: TargetId,
  }),
])
export type OwnRule = z.infer<typeof OwnRule>

const Freeze = z
  .strictObject({ from: z.iso.datetime(), to: z.iso.datetime(), why: z.string().min(1).max(200) })
  .transform(({ from, to, why }) => ({ fromAt: Date.parse(from), toAt: Date.parse(to), why }))

/** The `evacuation` part of the configuration file. Every number has a default that can be argued from a reference. */
export const EvacuationSettings = z.strictObject({
  /** Longest wait for one call of a plane; without an answer by then the write is unknown. */
  callLimitMs: ms.default(2000),
  /** A definite refusal is tried again so often, within this time. */
  retry: z
    .strictObject({ tries: z.number().int().min(1).default(3), withinMs: ms.default(10_000), pauseMs: ms.default(400) })
    .prefault({}),
  /** Writes under way at once over all instances. */
  parallelWrites: z.number().int().min(1).default(4),
  /** Of a plane's instances so many must have taken a step before it goes on, 0–1. */
  quorum: share.default(0.66),
  /** Between two looks at the samples while something is under way. */
  tickMs: ms.default(250),
  /** Between two readings while something is awaited, and while watching for drift (at most 10 s). */
  readEveryMs: ms.default(1000),
  driftEveryMs: ms.max(10_000).default(5000),
  /** How long a setting may take to be read back. */
  readBackMs: ms.default(10_000),
  /** Beyond a plane's worst effect delay, until traffic that has not moved counts as not moving. */
  settleMarginMs: ms.default(10_000),
  /** While an outcome is unknown: readings must stand still for so many call limits, and give up after so long. */
  reconcile: z
    .strictObject({ stillLimits: z.number().min(1).default(2), budgetMs: ms.default(60_000), tries: ms.default(2) })
    .prefault({}),
  freshMs: ms.default(30_000),
  telemetryLostMs: ms.default(60_000),
  /** Fewer answered probes than this can tell nothing. */
  leastProbes: z.number().int().min(1).default(200),
  /** Smallest deviation of a share that counts, 0–1. */
  tolerance: share.default(0.02),
  /** Of those whom DNS leads, so many never follow: they stay where they entered, 0–1. */
  neverFollowShare: share.default(0.05),
  guards: z
    .strictObject({
      saturation: share.default(0.9),
      businessDrop: share.default(0.1),
      errorRise: z.number().min(1).default(2),
      errorFloor: share.default(0.005),
      latencyRise: z.number().min(1).default(1.5),
      /** A region beside the evacuated one with more errors than this is unhealthy. */
      unhealthyErrors: share.default(0.2),
    })
    .prefault({}),
  minimumWaitMs: ms.default(5000),
  /** Most of the demand that may change its region within a minute, 0–1. */
  changePerMinute: z.strictObject({ emergency: share.default(0.5), drill: share.default(0.2) }).prefault({}),
  acknowledgeWithinMs: ms.default(10 * 60_000),
  approvalMs: ms.default(10 * 60_000),
  stepUpMs: ms.default(5 * 60_000),
  /** Plans that stand ready for each region. */
  standing: z
    .strictObject({
      /** When they are planned anew, UTC, `03:00`; each night a little later, by chance. */
      refreshAt: z
        .string()
        .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of day, UTC, such as "03:00"')
        .default('03:00'),
      jitterMs: ms.default(20 * 60_000),
      /** How long an approval lives while the plan stays inside of it. */
      approvalMs: ms.default(30 * 86_400_000),
    })
    .prefault({}),
  /** The directory runbooks are written to after each refresh; `runbooks` in the state directory where absent. */
  runbooks: z.string().min(1).optional(),
  lease: z.strictObject({ ttlMs: ms.default(15_000), renewEveryMs: ms.default(5000) }).prefault({}),
  overrideMs: ms.default(10 * 60_000),
  freezes: z.array(Freeze).default([]),
  /** What this console stands on, and where: `identity provider` in `us-east-1`. */
  dependencies: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(80),
        region: RegionId,
        /** Asked once a minute; any answer but 5xx is a sign of life. */
        url: z.url({ protocol: /^https?$/ }).optional(),
      }),
    )
    .max(32)
    .default([]),
  rules: z.array(OwnRule).max(50).default([]),
})
export type EvacuationSettings = z.infer<typeof EvacuationSettings>
