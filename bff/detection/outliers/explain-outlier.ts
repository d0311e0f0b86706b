import type { Outlier, OutlierChart, OutlierMeasure } from '#contract/alerts/outlier.ts'
import type { Band } from './find-bands.ts'
import type { MeasureFit } from './fit-measure.ts'
import type { InstanceGroup } from './instance-group.ts'
import type { Judged } from './judge-group.ts'
import { wordsOfOutlier } from './outlier-words.ts'
import { WINDOWS_APART } from './outlier-limits.ts'

export interface Explained {
  group: InstanceGroup
  instance: number
  fits: readonly MeasureFit[]
  bands: readonly Band[]
  limit: number
  judged: Judged
}

/** A judgement with its evidence: which measure, how far, against whom, since when. */
export function explainOutlier(given: Explained): Outlier {
  const { group, instance, bands, limit, judged } = given
  const { standing, lasting } = judged
  const since = lasting?.since ?? null
  const order = standing === null ? [] : measuresByDistance(standing.spreads)
  const said: Omit<Outlier, 'words'> = {
    service: group.service,
    region: group.region,
    zone: group.zone,
    version: group.version,
    instance: group.instances[instance] ?? '',
    verdict: judged.verdict,
    reason: judged.reason,
    since: since === null ? null : (group.at[since] ?? null),
    sinceBeginning: since === 0,
    beyondChance: orNull(Math.abs(standing?.spreads[order[0] ?? -1] ?? NaN) / limit),
    measures: order.map((measure) => measureOf(given, measure)),
    persistence: { apart: lasting?.apart ?? 0, of: lasting?.of ?? group.at.length, needed: WINDOWS_APART },
    against: standing === null ? null : { instances: othersIn(standing.band, instance), bands: bands.length },
    chart: order[0] === undefined ? null : chartOf(given, order[0]),
  }
  return { ...said, words: wordsOfOutlier(said) }
}

/** The instance itself may be of the band's border; a band is never of it alone. */
function othersIn({ members }: Band, instance: number): number {
  return members.filter((member) => member !== instance).length
}

function measuresByDistance(spreads: Float64Array): number[] {
  const distance = (measure: number) => {
    const spread = Math.abs(spreads[measure] ?? NaN)
    return Number.isNaN(spread) ? -1 : spread
  }
  return [...spreads.keys()].toSorted((one, other) => distance(other) - distance(one))
}

function measureOf({ fits, instance, limit, judged: { standing } }: Explained, index: number): OutlierMeasure {
  const fit = fits[index]
  const value = fit === undefined ? NaN : fit.scale.valueOf(fit.middle + (fit.levels[instance] ?? NaN))
  const { low, high } = usualOf(fit, standing?.band, index, fit?.middle ?? NaN, limit)
  return {
    measure: fit?.measure.name ?? '',
    unit: fit?.measure.unit ?? '',
    value: orNull(value),
    usualLow: low,
    usualHigh: high,
    spreads: orNull(standing?.spreads[index] ?? NaN),
    apart: standing?.apart.includes(index) ?? false,
  }
}

function chartOf({ group, fits, instance, limit, judged: { standing } }: Explained, index: number): OutlierChart {
  const fit = fits[index]
  const usual = group.at.map((_, window) => usualOf(fit, standing?.band, index, fit?.windows[window] ?? NaN, limit))
  return {
    measure: fit?.measure.name ?? '',
    unit: fit?.measure.unit ?? '',
    at: [...group.at],
    value: group.at.map((_, window) => orNull(fit?.measure.values[window * group.instances.length + instance] ?? NaN)),
    usualLow: usual.map(({ low }) => low),
    usualHigh: usual.map(({ high }) => high),
  }
}

/** Around what all share at a time; nothing measured is below zero. */
function usualOf(fit: MeasureFit | undefined, band: Band | undefined, index: number, common: number, limit: number) {
  const centre = common + (band?.centre[index] ?? NaN)
  const reach = limit * (band?.spread[index] ?? NaN)
  const at = (level: number) => orNull(Math.max(0, fit?.scale.valueOf(level) ?? NaN))
  return { low: at(centre - reach), high: at(centre + reach) }
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
