import type { Frame } from '#contract/frame-codec/frame.ts'
import type { FreshnessRule } from '#contract/freshness.ts'
import type { Roster } from '#contract/roster.ts'
import { believedBusiness, believedRegion } from './believed-totals.ts'
import type { TotalsSample } from './totals-ring.ts'

/** What the timeline keeps of a frame: its totals, as far as they may be believed. */
export function sampleOf({ frame, roster, spanMs, rule }: SampleInput): TotalsSample {
  return {
    at: frame.worldAt,
    spanMs,
    regions: roster.regions.map(({ id }, index) => {
      const { requestsPerSecond, errorShare } = believedRegion(frame, roster, index, rule)
      return { id, requestsPerSecond, errorShare }
    }),
    business: roster.businessMetrics.map(({ id }, index) => ({
      id,
      value: believedBusiness(frame, roster, index, rule),
    })),
  }
}

export interface SampleInput {
  frame: Frame
  roster: Roster
  spanMs: number
  rule: FreshnessRule
}
