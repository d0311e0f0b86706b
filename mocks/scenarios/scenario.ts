import type { Perturbation, WorldScenario } from '#mocks/world/perturbation.ts'

/** A story the world can be put through: a seed and a timeline. What should be found out about it lies in truth/. */
export interface Scenario {
  name: string
  /** One line for people. */
  title: string
  seed: number
  /** The story begins this long after the world has gone live, ms; offsets of its timeline count from there. */
  beginAfterLiveMs: number
  perturbations: readonly Perturbation[]
}

/** The seed everybody has who gives none: its stories are told as they are described. */
export const USUAL_SEED = 2_015

export const DEFAULT_BEGIN_AFTER_LIVE_MS = 180_000

/** What createWorld takes, for a world that goes live at this instant on its own clock (UTC ms). */
export function worldScenarioOf(scenario: Scenario, { liveAt }: { liveAt: number }): WorldScenario {
  return { startsAt: liveAt + scenario.beginAfterLiveMs, perturbations: scenario.perturbations }
}

/** Deploys of ordinary days that break nothing: every history has some, and none of them is to blame. */
export const HARMLESS_DEPLOYS: readonly Perturbation[] = [
  { kind: 'deploy', fromMs: -97 * 60_000, region: 'us-west-2', service: 'api', version: 'v88', author: 'M. Lindqvist' },
  { kind: 'deploy', fromMs: -81 * 60_000, region: 'us-east-1', service: 'api', version: 'v88', author: 'M. Lindqvist' },
  { kind: 'deploy', fromMs: -52 * 60_000, region: 'eu-west-1', service: 'ranking', version: 'v1207', author: 'R. Tan' },
  {
    kind: 'deploy',
    fromMs: -23 * 60_000,
    region: 'us-east-1',
    service: 'artwork',
    version: 'v65',
    author: 'C. Duarte',
  },
]
