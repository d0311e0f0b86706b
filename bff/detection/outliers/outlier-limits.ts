/**
 * The one set of limits, for every service. They are about what is worth doing something for, not about any data.
 */

/** Windows looked at. Enough that a 5 % jitter of a window is 1.4 % in the median, few enough to be done in minutes. */
export const WINDOWS = 20
/** In so many of them an instance must stand apart: two thirds, so that neither a burst nor a pause decides. */
export const WINDOWS_APART = 14
/** Fewer known windows than this say nothing of an instance; with fewer it could not be apart for two thirds. */
export const WINDOWS_KNOWN = 14
/** Two instances differ from each other; it takes a third to say which is the odd one. */
export const LEAST_INSTANCES = 3
/**
 * So large a part of a group is meant so, and is a band: a canary or a machine type is rolled out to a tenth or more,
 * and of that many nothing would be taken out anyway.
 */
export const BAND_SHARE = 0.1
export const LEAST_BAND = 2
/** More apart than this, and it is not known who is right. */
export const MOST_APART_SHARE = 1 / 3
/** Like machines under like load differ by a few percent; with few instances this stands in for what cannot be seen. */
export const PRIOR_SPREAD = 0.02
/** For how many instances' worth of evidence the prior stands. */
export const PRIOR_WEIGHT = 4
/** Nobody takes out an instance for less than this difference, however sure it is. */
export const LEAST_SHARE_APART = 0.1
/** How often chance alone may put one of a group's instances beyond the usual in one of its measures. */
export const CHANCE_A_GROUP = 0.05

export function bandSizeOf(instances: number): number {
  return Math.max(LEAST_BAND, Math.ceil(instances * BAND_SHARE))
}

/**
 * So many spreads are beyond chance, the spread resting on so much evidence. Of a normal, about 0.8 exp(−z²/2) / z lies
 * beyond z on both sides; with little evidence the spread itself may be too small, so the limit is wider.
 */
export function spreadsBeyondChance(comparisons: number, evidence: number): number {
  return normalBeyond(CHANCE_A_GROUP / Math.max(comparisons, 1)) * (1 + 3 / Math.max(evidence, 1))
}

/** Distance from the middle of a normal beyond which, on both sides together, so small a share lies. */
export function normalBeyond(share: number): number {
  let distance = Math.sqrt(-2 * Math.log(share))
  for (let round = 0; round < 4; round += 1) {
    distance = Math.sqrt(2 * Math.log((2 / Math.sqrt(2 * Math.PI) / (share * distance)) * (1 - distance ** -2)))
  }
  return distance
}
