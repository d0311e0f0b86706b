/**
 * Saying it once. Something out of the ordinary lasts, and so do its echoes; each row of it is rare. It is said when it
 * is rarer than all that was lately said: than 1.1 times that within the last 120 samples, 0.8 times within 240.
 */
export interface Discipline {
  /** Whether this is to be said, as the next sample. */
  admits(rarity: number): boolean
}

const NEAR_SAMPLES = 120
const FAR_SAMPLES = 240
const ABOVE_NEAR = 1.1
const ABOVE_FAR = 0.8
/** One in a hundred is not worth a word. */
const LEAST_RARITY = 2

export function createDiscipline(): Discipline {
  let sample = 0
  let said: { sample: number; rarity: number }[] = []

  return {
    admits(rarity) {
      sample += 1
      if (!(rarity > LEAST_RARITY)) return false
      said = said.filter((each) => sample - each.sample <= FAR_SAMPLES)
      const isRarer = said.every((each) => {
        const factor = sample - each.sample <= NEAR_SAMPLES ? ABOVE_NEAR : ABOVE_FAR
        return rarity > factor * each.rarity
      })
      if (isRarer) said.push({ sample, rarity })
      return isRarer
    },
  }
}
