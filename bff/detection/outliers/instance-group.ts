/** Instances that ought to be alike, and what was measured of them window by window. */
export interface InstanceGroup {
  service: string
  region: string | null
  zone: string | null
  version: string | null
  instances: readonly string[]
  /** End of each window, UTC ms, ascending. */
  at: readonly number[]
  measures: readonly GroupMeasure[]
}

export interface GroupMeasure {
  name: string
  unit: string
  /**
   * The least difference worth speaking of, in the measure's unit: of an error share a few tenths of a percent, where
   * counting alone makes differences. Zero for what is never near zero while an instance works.
   */
  leastStep: number
  /** Window after window, in each all instances in their order; NaN where unknown. Not negative. */
  values: Float64Array
}
