import type { GroupMeasure, InstanceGroup } from '#bff/detection/outliers/instance-group.ts'
import { createSeededDraws, type SeededDraws } from './seeded-draws.ts'

/**
 * Groups of instances of which it is known who is sick. What is hard about real ones is in them: instances that differ
 * a little for good, jitter, bursts of a few windows, unknown cells and silent instances, errors that are whole counts,
 * load that drifts and steps for all, bands that are meant so, and sicknesses of no more than 15 %.
 */
export const BACKGROUNDS = ['plain', 'banded', 'bimodal', 'drifting'] as const
export type Background = (typeof BACKGROUNDS)[number]
export type Shift = 'subtle' | 'strong'

export interface OutlierFleet {
  group: InstanceGroup
  background: Background
  shift: Shift
  /** Instances that are sick. */
  sick: ReadonlySet<string>
}

const WINDOWS = 24
const WINDOW_MS = 30_000
const LEAST_SIZE = 3
const MOST_SIZE = 500
/** A band smaller than that is not told from sick instances by anybody. */
const BAND_LEAST_SHARE = 0.12
const SUBTLE = 0.15

/** Indices of the factors that a sickness or a band changes. */
const LATENCY = 0
const CPU = 1
const REQUESTS = 2
const FACTORS = 3

export function makeOutlierFleet(seed: number, background: Background, shift: Shift): OutlierFleet {
  const draws = createSeededDraws(seed)
  const least = background === 'banded' || background === 'bimodal' ? 6 : LEAST_SIZE
  const size = Math.round(Math.exp(draws.between(Math.log(least), Math.log(MOST_SIZE))))
  const instances = Array.from({ length: size }, (_, index) => `i-${seed}-${index}`)
  const sick = draws.chance(0.4) ? [] : draws.shuffled([...instances.keys()]).slice(0, sickCount(draws, size))
  const factors = bandFactors(draws, size, background)
  const sickness = new Map(sick.map((index) => [index, sicknessOf(draws, shift)]))
  return {
    group: {
      service: 'playback-api',
      region: 'us-east-1',
      zone: null,
      version: null,
      instances,
      at: Array.from({ length: WINDOWS }, (_, window) => 1_700_000_000_000 + window * WINDOW_MS),
      measures: drawMeasures({ draws, size, factors, sickness, background }),
    },
    background,
    shift,
    sick: new Set(sick.map((index) => instances[index] ?? '')),
  }
}

function sickCount(draws: SeededDraws, size: number): number {
  return draws.whole(1, Math.max(1, Math.floor(size * 0.06)))
}

/** Of each instance, what each factor is multiplied by for good. */
function bandFactors(draws: SeededDraws, size: number, background: Background): number[][] {
  const own = draws.between(0.01, 0.025)
  const bandOf = bandsOf(draws, size, background)
  const bands = Array.from({ length: Math.max(...bandOf) + 1 }, (_, band) =>
    Array.from({ length: FACTORS }, () => (band === 0 ? 1 : draws.between(0.6, 1.8))),
  )
  const second = bands[1]
  if (background === 'bimodal' && second !== undefined) {
    // In one measure only: leaders and followers, warm and cold.
    const measure = draws.whole(0, FACTORS - 1)
    bands[1] = second.map((_, factor) => (factor === measure ? draws.between(1.25, 2.5) : 1))
  }
  return bandOf.map((band) =>
    Array.from({ length: FACTORS }, (_, factor) => (bands[band]?.[factor] ?? 1) * Math.exp(own * draws.normal())),
  )
}

function bandsOf(draws: SeededDraws, size: number, background: Background): number[] {
  if (background !== 'banded' && background !== 'bimodal') return Array.from({ length: size }, () => 0)
  const least = Math.max(2, Math.ceil(size * BAND_LEAST_SHARE))
  const most = background === 'bimodal' ? 2 : Math.min(4, Math.floor(size / (least + 1)))
  const count = Math.max(2, draws.whole(2, Math.max(2, most)))
  const bands = Array.from({ length: size }, (_, index) => Math.floor(index / least))
  return draws.shuffled(bands.map((band) => (band < count ? band : draws.whole(0, count - 1))))
}

interface Sickness {
  factors: readonly number[]
  errorShare: number
  /** Index of the first window. */
  from: number
}

function sicknessOf(draws: SeededDraws, shift: Shift): Sickness {
  const factors = Array.from({ length: FACTORS }, () => 1)
  const measure = draws.whole(0, FACTORS - 1)
  const from = draws.chance(0.6) ? 0 : draws.whole(1, 8)
  if (shift === 'subtle') {
    factors[measure] = draws.chance(0.75) || measure === LATENCY ? 1 + SUBTLE : 1 - SUBTLE
    return { factors, errorShare: 0, from }
  }
  if (draws.chance(0.3)) return { factors, errorShare: draws.between(0.03, 0.3), from }
  factors[measure] = draws.between(1.35, 3)
  return { factors, errorShare: draws.chance(0.3) ? draws.between(0.02, 0.1) : 0, from }
}

interface Drawn {
  draws: SeededDraws
  size: number
  factors: readonly (readonly number[])[]
  sickness: ReadonlyMap<number, Sickness>
  background: Background
}

function drawMeasures({ draws, size, factors, sickness, background }: Drawn): GroupMeasure[] {
  const cells = () => new Float64Array(WINDOWS * size)
  const [latency, cpu, requests, errors] = [cells(), cells(), cells(), cells()]
  const base = [draws.between(20, 400), draws.between(0.1, 0.45), draws.between(20, 900)]
  const jitter = [draws.between(0.02, 0.06), draws.between(0.02, 0.05), draws.between(0.01, 0.04)]
  const errorBase = draws.between(0.0002, 0.01)
  const shared = Array.from({ length: FACTORS }, () => sharedCourse(draws, background))
  const bursts = Array.from({ length: size }, () => (draws.chance(0.04) ? draws.whole(0, WINDOWS - 1) : -1))
  const silent = Array.from({ length: size }, () => draws.chance(0.02))
  for (let window = 0; window < WINDOWS; window += 1) {
    for (let index = 0; index < size; index += 1) {
      const cell = window * size + index
      const ill = sickness.get(index)
      const active = ill !== undefined && window >= ill.from ? ill : null
      const burst =
        window >= (bursts[index] ?? -1) && window < (bursts[index] ?? -1) + 4 && bursts[index] !== -1 ? 1.6 : 1
      const value = (factor: number) =>
        (base[factor] ?? 0) *
        (shared[factor]?.[window] ?? 1) *
        (factors[index]?.[factor] ?? 1) *
        (active?.factors[factor] ?? 1) *
        Math.exp((jitter[factor] ?? 0) * draws.normal())
      const calls = value(REQUESTS)
      const counted = Math.max(1, Math.round(calls * (WINDOW_MS / 1_000)))
      latency[cell] = value(LATENCY) * burst
      cpu[cell] = value(CPU)
      requests[cell] = calls
      errors[cell] = draws.successes(counted, errorBase + (active?.errorShare ?? 0)) / counted
      // A scrape may miss, and some instances do not tell their CPU at all.
      if (draws.chance(0.02)) for (const column of [latency, cpu, requests, errors]) column[cell] = NaN
      if (silent[index] && !sickness.has(index)) cpu[cell] = NaN
    }
  }
  return [
    { name: 'p99LatencyMs', unit: 'ms', leastStep: 0, values: latency },
    { name: 'cpuShare', unit: 'share', leastStep: 0, values: cpu },
    { name: 'requestsPerSecond', unit: 'requests/s', leastStep: 0, values: requests },
    { name: 'errorShare', unit: 'share', leastStep: 0.005, values: errors },
  ]
}

/** What happens to all alike: a slow wave, and in drifting fleets a climb and a step as well. */
function sharedCourse(draws: SeededDraws, background: Background): number[] {
  const phase = draws.between(0, 2 * Math.PI)
  const climb = background === 'drifting' ? draws.between(-0.03, 0.03) : 0
  const step = background === 'drifting' ? draws.between(0.7, 1.4) : 1
  const stepAt = draws.whole(2, WINDOWS - 2)
  return Array.from(
    { length: WINDOWS },
    (_, window) => (1 + 0.08 * Math.sin(phase + window / 4)) * Math.exp(climb * window) * (window >= stepAt ? step : 1),
  )
}
