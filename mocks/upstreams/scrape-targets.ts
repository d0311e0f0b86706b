import { GLOBAL_REGION } from '#contract/ids.ts'
import { REGIONS } from '#mocks/world/regions.ts'
import type { PRESETS } from './exposition.ts'
import { SCRAPE_REGION } from './world-queries.ts'

/** What a Prometheus has to scrape to see the world: one target a region and preset, as the configurations expect. */
export function scrapeTargets(port: number, preset: (typeof PRESETS)[number]) {
  const job = preset === 'custom' ? 'spillway-world' : `spillway-world-${preset}`
  return [...REGIONS.map(({ id }) => id), GLOBAL_REGION].map((region) => ({
    job,
    port,
    path: '/metrics',
    params: { preset, region },
    labels: { [SCRAPE_REGION]: region },
  }))
}
