import { z } from 'zod'
import { EpochMs, RegionId, ServiceId, ZoneId } from '../ids.ts'

/** `inconclusive`: too little is known, or too many stand apart for anybody to say who is right. */
export const OutlierVerdict = z.enum(['outlier', 'inconclusive', 'fine'])
export type OutlierVerdict = z.infer<typeof OutlierVerdict>

/** Why the verdict is what it is. */
export const OutlierReason = z.enum([
  /** With the others. */
  'among-others',
  /** In one of several groups that are each large enough to be meant so: a canary, another machine type. */
  'in-a-band',
  /** Away from every group, and for long enough. */
  'apart',
  /** Away from every group, but not for long enough. */
  'not-lasting',
  /** Fewer than three instances can be compared. */
  'too-few-instances',
  /** Too few known windows of this instance. */
  'too-little-known',
  /** More than a third of the group stands apart. */
  'too-many-apart',
])
export type OutlierReason = z.infer<typeof OutlierReason>

const measure = z.number().nullable()

/** One measure of an instance against the band it is nearest to; null is unknown in every number. */
export const OutlierMeasure = z.strictObject({
  /** `p99LatencyMs`, `errorShare`, … as the source names it. */
  measure: z.string().min(1),
  unit: z.string(),
  /** The median over the windows looked at. */
  value: measure,
  /** Between these the band's instances lie, as far as chance goes. */
  usualLow: measure,
  usualHigh: measure,
  /** How far from the band's middle, in its usual spreads; the sign tells the direction. */
  spreads: measure,
  /** Whether this measure alone makes it stand apart. */
  apart: z.boolean(),
})
export type OutlierMeasure = z.infer<typeof OutlierMeasure>

/** Ready to draw: the most telling measure, window by window. */
export const OutlierChart = z.strictObject({
  measure: z.string().min(1),
  unit: z.string(),
  /** End of each window. */
  at: z.array(EpochMs),
  value: z.array(measure),
  usualLow: z.array(measure),
  usualHigh: z.array(measure),
})
export type OutlierChart = z.infer<typeof OutlierChart>

/** What is said of one instance against the others of its service, region, zone and version. */
export const Outlier = z.strictObject({
  service: ServiceId,
  region: RegionId.nullable(),
  zone: ZoneId.nullable(),
  version: z.string().nullable(),
  /** As the registry knows it. */
  instance: z.string().min(1),
  verdict: OutlierVerdict,
  reason: OutlierReason,
  /** End of the first window of the stretch it has been apart; null where it is not. */
  since: EpochMs.nullable(),
  /** Whether it was apart already when the looking began, so that `since` is the latest it can have been. */
  sinceBeginning: z.boolean(),
  /** In its most telling measure: how many times as far from the others as chance explains; 1 is the edge. */
  beyondChance: measure,
  /** Most telling first. */
  measures: z.array(OutlierMeasure),
  /** Windows in which it was apart, of those in which enough of it was known; how many it takes. */
  persistence: z.strictObject({
    apart: z.number().int().min(0),
    of: z.number().int().min(0),
    needed: z.number().int().min(1),
  }),
  /** Whom it was compared with: the nearest band, and how many bands the group has. Null where there is none. */
  against: z.strictObject({ instances: z.number().int().min(1), bands: z.number().int().min(1) }).nullable(),
  /** One sentence for a person. */
  words: z.string().min(1),
  chart: OutlierChart.nullable(),
})
export type Outlier = z.infer<typeof Outlier>

/** What may be done to outliers of a service: nothing, say so to a person, or by itself within the caps. */
export const OutlierPolicy = z.enum(['off', 'propose', 'automatic'])
export type OutlierPolicy = z.infer<typeof OutlierPolicy>
export const DEFAULT_OUTLIER_POLICY: OutlierPolicy = 'propose'

/** What is to become of one outlier. `withheld`: a cap forbids it; the words say which. */
export const OutlierDecision = z.strictObject({
  instance: z.string().min(1),
  action: z.enum(['none', 'propose', 'take-out', 'withheld']),
  words: z.string().min(1),
})
export type OutlierDecision = z.infer<typeof OutlierDecision>
