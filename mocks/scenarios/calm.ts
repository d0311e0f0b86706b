import type { Perturbation } from '#mocks/world/perturbation.ts'
import { harmlessDeploy, type Draw } from './draw.ts'
import { DEFAULT_BEGIN_AFTER_LIVE_MS, HARMLESS_DEPLOYS, type Scenario } from './scenario.ts'

export interface CalmKnobs {
  /** Deploys that break nothing, while somebody watches. */
  deploys: readonly Perturbation[]
}

export const CALM_DEFAULTS: CalmKnobs = {
  deploys: harmlessDeploy({
    fromMs: 5 * 60_000,
    region: 'us-west-2',
    service: 'ratings',
    version: 'v310',
    author: 'P. Novak',
  }),
}

export function drawCalm(draw: Draw): Partial<CalmKnobs> {
  const service = draw.pick(['ratings', 'artwork', 'search', 'profile', 'subtitles', 'cdn-steering'])
  const fromMs = draw.seconds(60, 600)
  const version = `v${Math.round(draw.between(100, 900))}`
  return { deploys: harmlessDeploy({ fromMs, region: draw.region(), service, version, author: 'P. Novak' }) }
}

/** An ordinary day: demand follows its hours, everything trembles, a version goes out and nothing comes of it. */
export function createCalm(knobs: Partial<CalmKnobs> = {}): Scenario {
  const { deploys } = { ...CALM_DEFAULTS, ...knobs }
  return {
    name: 'calm',
    title: 'An ordinary day: nothing breaks.',
    seed: 20_151,
    beginAfterLiveMs: DEFAULT_BEGIN_AFTER_LIVE_MS,
    perturbations: [...HARMLESS_DEPLOYS, ...deploys],
  }
}
