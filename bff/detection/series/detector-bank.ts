import type { SeriesProfiles } from '../profile/seasonal-profile.ts'
import type { Emission } from './emission.ts'
import { createSeriesDetector, type SeriesDetector } from './series-detector.ts'

/** Many series of one sample time: a detector each, one call a tick. */
export interface DetectorBank {
  /** The detector of this series begins, or goes on from what is known of its days and weeks. */
  add(key: string, before?: SeriesProfiles | null): void
  /** The series is gone for good; nothing is kept. */
  remove(key: string): void
  keys(): readonly string[]
  /** One sample of each series in the order of `keys()`, NaN where unknown; answers what there is to say. */
  tick(at: number, values: ArrayLike<number>): SeriesEmission[]
  /** Of one series, for the store; null where there is none of this name. */
  profiles(key: string): SeriesProfiles | null
  /** Of all typed arrays of all series. */
  byteLength(): number
}

export interface SeriesEmission extends Emission {
  key: string
}

export function createDetectorBank(): DetectorBank {
  const detectors = new Map<string, SeriesDetector>()
  let keys: string[] = []

  return {
    add(key, before = null) {
      if (!detectors.has(key)) keys.push(key)
      detectors.set(key, createSeriesDetector(before))
    },
    remove(key) {
      if (detectors.delete(key)) keys = keys.filter((each) => each !== key)
    },
    keys: () => keys,
    tick(at, values) {
      const said: SeriesEmission[] = []
      let index = 0
      for (const [key, detector] of detectors) {
        const emission = detector.push(at, values[index] ?? NaN)
        if (emission !== null) said.push({ key, ...emission })
        index += 1
      }
      return said
    },
    profiles: (key) => detectors.get(key)?.profiles() ?? null,
    byteLength: () => [...detectors.values()].reduce((sum, detector) => sum + detector.byteLength, 0),
  }
}
