import { LEAF_TIER } from './generate-calls.ts'
import type { GeneratedFleet } from './generate-fleet.ts'
import type { SeededRandom } from '../seeded-random.ts'

/**
 * What is wrong in a made-up fleet, by node row: most services fail one request in ten thousand or fewer, a few are
 * noisy, and two are sick: one fails all the time in the first region, the other is slow and fails in spells in the
 * last. Which they are comes from the seed; when, from the clock alone.
 */
export interface Ailments {
  /** Of a service's own requests, before anything wanders. */
  readonly failing: Float64Array
  /** How many times slower than usual. */
  readonly slowness: Float64Array
  at(instantMs: number): void
}

const NOISY_SHARE = 0.02
const FAILING_SHARE = 0.14
const SPELL_FAILING_SHARE = 0.42
const SPELL_SLOWNESS = 5
const SPELL_MS = 3 * 60_000
const SPELL_EVERY_MS = 9 * 60_000
const BREATH_MS = 4 * 60_000

export function createAilments(fleet: GeneratedFleet, random: SeededRandom): Ailments {
  const { services, catalog } = fleet
  const rows = catalog.regions.length * services
  const usual = Float64Array.from({ length: rows }, () =>
    random.uniform() < NOISY_SHARE ? 0.003 + 0.012 * random.uniform() : 10 ** (-5.3 + 1.5 * random.uniform()),
  )
  const [first, second] = sickServices(fleet, random)
  const failing = usual.slice()
  const slowness = new Float64Array(rows).fill(1)
  const inLast = (catalog.regions.length - 1) * services
  return {
    failing,
    slowness,
    at(instantMs) {
      if (first >= 0) failing[first] = FAILING_SHARE * (1 + 0.3 * Math.sin((2 * Math.PI * instantMs) / BREATH_MS))
      if (second < 0) return
      const depth = spellAt(instantMs)
      failing[inLast + second] = usual[inLast + second] + SPELL_FAILING_SHARE * depth
      slowness[inLast + second] = 1 + (SPELL_SLOWNESS - 1) * depth
    },
  }
}

/** 0 outside of a spell, 1 in its middle. */
function spellAt(instantMs: number): number {
  const into = instantMs % SPELL_EVERY_MS
  return into < SPELL_MS ? Math.min(1, 2 * Math.sin((Math.PI * into) / SPELL_MS)) : 0
}

/** Busy enough to be seen, not so busy that the entry goes with it; −1 where the fleet has no such service. */
function sickServices({ loadPerEntry, calls }: GeneratedFleet, random: SeededRandom): [first: number, second: number] {
  const seen = [...loadPerEntry.keys()].filter(
    (service) =>
      service > 0 && calls.tier[service] < LEAF_TIER && loadPerEntry[service] > 0.004 && loadPerEntry[service] < 0.12,
  )
  const draw = (): number => seen.splice(Math.floor(random.uniform() * seen.length), 1)[0] ?? -1
  return [draw(), draw()]
}
