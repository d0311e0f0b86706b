import { createBadDeploy, drawBadDeploy } from './bad-deploy.ts'
import { createCacheLoss, drawCacheLoss } from './cache-loss.ts'
import { createCalm, drawCalm } from './calm.ts'
import { createDraw, type Draw } from './draw.ts'
import { createMemoryLeak, drawMemoryLeak } from './memory-leak.ts'
import { createPartialOutage, drawPartialOutage } from './partial-outage.ts'
import { createRegionFailure, drawRegionFailure } from './region-failure.ts'
import { createRetryStorm, drawRetryStorm } from './retry-storm.ts'
import { USUAL_SEED, type Scenario } from './scenario.ts'
import { createSlowDependency, drawSlowDependency } from './slow-dependency.ts'
import { createTwoAtOnce, drawTwoAtOnce } from './two-at-once.ts'
import { createZoneDegraded, drawZoneDegraded } from './zone-degraded.ts'

/** A story by its seed; its usual self without one. */
type Story = (seed: number | undefined) => Scenario

const STORIES: Readonly<Record<string, Story>> = {
  calm: story(createCalm, drawCalm),
  'bad-deploy': story(createBadDeploy, drawBadDeploy),
  'region-failure': story(createRegionFailure, drawRegionFailure),
  'zone-degraded': story(createZoneDegraded, drawZoneDegraded),
  'retry-storm': story(createRetryStorm, drawRetryStorm),
  'slow-dependency': story(createSlowDependency, drawSlowDependency),
  'memory-leak': story(createMemoryLeak, drawMemoryLeak),
  'cache-loss': story(createCacheLoss, drawCacheLoss),
  'partial-outage': story(createPartialOutage, drawPartialOutage),
  'two-at-once': story(createTwoAtOnce, drawTwoAtOnce),
}

export const SCENARIO_NAMES: readonly string[] = Object.keys(STORIES)

/**
 * The story as it is usually told; with a seed, another of its kind: another service, region, moment and strength. Throws
 * a RangeError that lists what there is.
 */
export function scenarioByName(name: string, seed?: number): Scenario {
  const found = Object.hasOwn(STORIES, name) ? STORIES[name] : undefined
  if (found === undefined) {
    throw new RangeError(`there is no scenario "${name}"; there are: ${SCENARIO_NAMES.join(', ')}`)
  }
  return found(seed)
}

function story<Knobs>(create: (knobs: Partial<Knobs>) => Scenario, draw: (draw: Draw) => Partial<Knobs>): Story {
  return (seed) => {
    if (seed === undefined || seed === USUAL_SEED) return create({})
    return { ...create(draw(createDraw(seed))), seed }
  }
}
