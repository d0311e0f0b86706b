import { DEFAULT_BEGIN_AFTER_LIVE_MS, HARMLESS_DEPLOYS, type Scenario } from './scenario.ts'

/** An ordinary day. */
export function createCalm(): Scenario {
  return {
    name: 'calm',
    title: 'An ordinary day: nothing breaks.',
    seed: 20_151,
    beginAfterLiveMs: DEFAULT_BEGIN_AFTER_LIVE_MS,
    perturbations: HARMLESS_DEPLOYS,
  }
}
