import type { Band } from './find-bands.ts'
import type { MeasureFit } from './fit-measure.ts'
import { LEAST_SHARE_APART } from './outlier-limits.ts'

/** Where one instance stands against the band it is nearest to. */
export interface Standing {
  band: Band
  /** Of each measure, from the band's middle, in spreads; NaN where either is unknown. */
  spreads: Float64Array
  /** Measures in which it is beyond chance and far enough to matter. */
  apart: readonly number[]
}

/** `limit`: so many spreads are beyond chance. */
export function standingOf(
  instance: number,
  bands: readonly Band[],
  fits: readonly MeasureFit[],
  limit: number,
): Standing | null {
  let nearest: Standing | null = null
  let least = Infinity
  for (const band of bands) {
    const spreads = spreadsFrom(instance, band, fits)
    const distance = spreads.reduce((most, each) => (Math.abs(each) > most ? Math.abs(each) : most), 0)
    if (distance >= least) continue
    least = distance
    const apart = [...spreads.keys()].filter(
      (measure) => Math.abs(spreads[measure] ?? 0) > limit && matters(instance, band, measure, fits[measure]),
    )
    nearest = { band, spreads, apart }
  }
  return nearest
}

function spreadsFrom(instance: number, band: Band, fits: readonly MeasureFit[]): Float64Array {
  return Float64Array.from(fits, ({ levels, ownErrors }, measure) => {
    const spread = Math.max(band.spread[measure] ?? NaN, ownErrors[instance] ?? NaN)
    return ((levels[instance] ?? NaN) - (band.centre[measure] ?? NaN)) / spread
  })
}

/** In the measure's own unit: more than its step, and more than a share of what is usual. */
function matters(instance: number, band: Band, measure: number, fit: MeasureFit | undefined): boolean {
  if (fit === undefined) return false
  const usual = fit.scale.valueOf(fit.middle + (band.centre[measure] ?? NaN))
  const difference = Math.abs(fit.scale.valueOf(fit.middle + (fit.levels[instance] ?? NaN)) - usual)
  return difference >= Math.max(fit.measure.leastStep, LEAST_SHARE_APART * usual)
}
