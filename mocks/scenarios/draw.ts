import type { RegionId, ServiceId } from '#contract/ids.ts'
import type { Perturbation } from '#mocks/world/perturbation.ts'
import { REGIONS } from '#mocks/world/regions.ts'
import { createSeededRandom } from '#mocks/world/seeded-random.ts'

/** What a seed chooses of a story. Drawn in one fixed order, so that a story and its truth choose alike. */
export interface Draw {
  /** 0–1, evenly between the two. */
  between(least: number, most: number): number
  /** Whole seconds in ms, evenly between two numbers of seconds. */
  seconds(least: number, most: number): number
  pick<const Items extends readonly [unknown, ...unknown[]]>(items: Items): Items[number]
  region(): RegionId
  region(other: RegionId): RegionId
}

/** The world's own weather begins with the same seeds. */
const SALT = 0x5717

export function createDraw(seed: number): Draw {
  const random = createSeededRandom(seed ^ SALT)
  const between = (least: number, most: number) => least + (most - least) * random.uniform()
  function pick<const Items extends readonly [unknown, ...unknown[]]>(items: Items): Items[number] {
    return items[Math.floor(random.uniform() * items.length)] ?? items[0]
  }
  return {
    between,
    seconds: (least, most) => Math.round(between(least, most)) * 1_000,
    pick,
    region(other?: RegionId) {
      const [first = '', ...rest] = REGIONS.flatMap(({ id }) => (id === other ? [] : [id]))
      return pick([first, ...rest])
    },
  }
}

/** Busy services of which every region has its own, none of them an entry. */
export const BUSY_SERVICES = [
  'playback-license',
  'manifest',
  'playback-session',
  'identity',
  'profile',
  'catalogue',
  'title-metadata',
  'title-rights',
  'recommendations',
  'search',
  'device-registry',
  'bookmarks',
  'key-vault',
  'home-page',
  'ab-allocation',
] as const satisfies readonly [ServiceId, ...ServiceId[]]

/** A deploy of these days that breaks nothing, minutes before the story begins, where nothing is about to happen. */
export function drawDecoy(draw: Draw, region: RegionId): readonly Perturbation[] {
  const elsewhere = draw.region(region)
  const service = draw.pick(['ratings', 'localization', 'my-list', 'subtitles', 'trick-play', 'feature-flags'])
  const version = `v${Math.round(draw.between(100, 900))}`
  const fromMs = -draw.seconds(20, 400)
  return draw.between(0, 1) < 0.4
    ? []
    : harmlessDeploy({ fromMs, region: elsewhere, service, version, author: 'P. Novak' })
}

/** Its instances start anew, one after the other: counters begin at zero, and for half a minute answers take longer. */
export function harmlessDeploy(deploy: {
  fromMs: number
  region: RegionId
  service: ServiceId
  version: string
  author: string
}): readonly Perturbation[] {
  const { fromMs, region, service } = deploy
  return [
    { kind: 'deploy', ...deploy },
    { kind: 'counter-reset', fromMs: fromMs + 5_000, region, service },
    { kind: 'latency-factor', fromMs, untilMs: fromMs + 30_000, rampMs: 15_000, region, service, factor: 1.08 },
  ]
}

/** The same, later. */
export function shifted(perturbation: Perturbation, byMs: number): Perturbation {
  const fromMs = perturbation.fromMs + byMs
  return perturbation.untilMs === undefined
    ? { ...perturbation, fromMs }
    : { ...perturbation, fromMs, untilMs: perturbation.untilMs + byMs }
}
