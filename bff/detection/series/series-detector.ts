import type { SeriesProfiles } from '../profile/seasonal-profile.ts'
import { createDiscipline } from './discipline.ts'
import { createSightings, type Emission } from './emission.ts'
import { createRecent } from './recent.ts'
import { createSampleClock } from './sample-clock.ts'
import { createTails } from './tails.ts'
import {
  createLevelView,
  createRoughnessView,
  createSeasonView,
  createShapeView,
  createStretchView,
  STRETCHES_BEFORE,
} from './views.ts'

/**
 * Is this sample out of the ordinary for its series? Several views of the series, each cheap and each explainable, are
 * compared with all that the same view has said before: the level itself; the mean of the last 1, 5 and 25 samples
 * against the median of the ten stretches of that length before (a median, so that a spike does not make the return
 * from it look like a fall); the distance from what is usual at this time of day or week; the roughness; the newness of
 * the shape. A view answers how rare its value is; the rarities of the two rarest views are summed, because what is real
 * shows in more than one; and what is rarer than all that was lately said is said.
 *
 * Nothing here is set per series. Every bound is a rank among the series' own past, so neither unit nor zero matters.
 */
export interface SeriesDetector {
  /**
   * One sample: UTC milliseconds and its value, NaN where it is unknown. Null where there is nothing to say. A sample
   * that is not later than the one before is left out, unless the clock was set back; a gap is not a value.
   */
  push(at: number, value: number): Emission | null
  /** What is usual through the day and the week, for the store. */
  profiles(): SeriesProfiles
  /** Of all typed arrays it holds; constant for life. */
  byteLength: number
}

const LONGEST_STRETCH = 25
/** A sample: after a glitch the small counts again within minutes, and the sums have forgotten it before. */
const REACH_DECAY = 0.99
/** Five views look above and below, roughness and shape above alone. */
const TAILS = 12

export function createSeriesDetector(before: SeriesProfiles | null = null): SeriesDetector {
  const recent = createRecent(LONGEST_STRETCH * (STRETCHES_BEFORE + 1))
  const tails = createTails(TAILS)
  const season = createSeasonView({ tails, first: 8 }, before)
  const shape = createShapeView({ tails, first: 11 })
  const views = [
    createLevelView({ tails, first: 0 }),
    createStretchView({ tails, first: 2 }, { view: 'step', length: 1, recent }),
    createStretchView({ tails, first: 4 }, { view: 'shift', length: 5, recent }),
    createStretchView({ tails, first: 6 }, { view: 'drift', length: LONGEST_STRETCH, recent }),
    season,
    createRoughnessView({ tails, first: 10 }, recent),
    shape,
  ]
  const sightings = createSightings()
  const discipline = createDiscipline()
  const clock = createSampleClock()
  const sample = { at: NaN, value: NaN, origin: NaN, reach: 0 }

  return {
    push(at, value) {
      if (!Number.isFinite(value) || !Number.isFinite(at)) return null
      const step = clock.step(at)
      if (step === 'late') return null
      if (step === 'gap') {
        recent.clear()
        shape.restart()
      }
      if (Number.isNaN(sample.origin)) sample.origin = value
      sample.at = at
      sample.value = value
      sample.reach = Math.max(REACH_DECAY * sample.reach, Math.abs(value - sample.origin))
      recent.push(value - sample.origin)
      sightings.clear()
      for (const view of views) view.look(sample, sightings)
      return discipline.admits(sightings.rarity()) ? sightings.emission(at) : null
    },
    profiles: season.profiles,
    byteLength: views.reduce((sum, view) => sum + view.byteLength, recent.byteLength + tails.byteLength),
  }
}
