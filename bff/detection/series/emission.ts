/** The ways a series is looked at. */
export type View = 'level' | 'step' | 'shift' | 'drift' | 'season' | 'roughness' | 'shape'

/** `changed` where there is no above and below: another shape. */
export type Direction = 'above' | 'below' | 'changed'

/** What one view saw of a sample. */
export interface Sighting {
  /** −log10 of the probability of as much, from the past of this view; 0 for the ordinary. */
  rarity: number
  view: View
  direction: Direction
  /** What the view counted on; of level, roughness and shape the bound one value in a hundred exceeds. */
  expected: number
  /** What it saw: a value, a short mean, a mean step from sample to sample, or a distance between shapes. */
  seen: number
}

/** One thing out of the ordinary, with its explanation: the view in which it shows most. */
export interface Emission extends Sighting {
  at: number
  /** Of the two rarest views together. From `ALARM_RARITY` on it is worth a person. */
  rarity: number
  /** The next view, where it shows in more than one. */
  secondView: View | null
}

/**
 * What is worth a person's attention in a series of a sample every few minutes: about the best threshold on the
 * benchmark's development series. It is a rarity a sample: where samples come a hundred times as often, or a hundred
 * series are watched together, noise is as rare a hundred times as often, and 2 more belong on top.
 */
export const ALARM_RARITY = 7

/** The two rarest sightings of one sample. */
export interface Sightings {
  clear(): void
  tell(sighting: Sighting): void
  /** Both together; `at` is the sample's time. */
  emission(at: number): Emission
  rarity(): number
}

const NOTHING: Sighting = { rarity: 0, view: 'level', direction: 'above', expected: NaN, seen: NaN }

export function createSightings(): Sightings {
  let first = NOTHING
  let second = NOTHING

  return {
    clear() {
      first = NOTHING
      second = NOTHING
    },
    tell(sighting) {
      if (!(sighting.rarity > second.rarity)) return
      if (sighting.rarity > first.rarity) {
        second = first
        first = sighting
      } else second = sighting
    },
    emission: (at) => ({
      ...first,
      at,
      rarity: first.rarity + second.rarity,
      secondView: second.rarity > 0 ? second.view : null,
    }),
    rarity: () => first.rarity + second.rarity,
  }
}
