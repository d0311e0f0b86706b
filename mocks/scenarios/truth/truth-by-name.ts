import { BAD_DEPLOY_DEFAULTS, drawBadDeploy } from '../bad-deploy.ts'
import { CACHE_LOSS_DEFAULTS, drawCacheLoss } from '../cache-loss.ts'
import { createDraw, type Draw } from '../draw.ts'
import { drawMemoryLeak, MEMORY_LEAK_DEFAULTS } from '../memory-leak.ts'
import { drawPartialOutage, PARTIAL_OUTAGE_DEFAULTS } from '../partial-outage.ts'
import { drawRegionFailure, REGION_FAILURE_DEFAULTS } from '../region-failure.ts'
import { drawRetryStorm, RETRY_STORM_DEFAULTS } from '../retry-storm.ts'
import { SCENARIO_NAMES, scenarioByName } from '../scenario-by-name.ts'
import { USUAL_SEED } from '../scenario.ts'
import { drawSlowDependency, SLOW_DEPENDENCY_DEFAULTS } from '../slow-dependency.ts'
import { drawTwoAtOnce, TWO_AT_ONCE_DEFAULTS } from '../two-at-once.ts'
import { drawZoneDegraded, ZONE_DEGRADED_DEFAULTS } from '../zone-degraded.ts'
import {
  badDeployFault,
  cacheLossFault,
  memoryLeakFault,
  partialOutageFault,
  regionFailureFault,
  retryStormFault,
  slowDependencyFault,
  twoFaults,
  zoneDegradedFault,
} from './fault-truths.ts'
import type { Fault, ScenarioTruth } from './scenario-truth.ts'

type Faults = (seed: number | undefined) => readonly Fault[]

const FAULTS: Readonly<Record<string, Faults>> = {
  calm: () => [],
  'bad-deploy': faults(BAD_DEPLOY_DEFAULTS, drawBadDeploy, badDeployFault),
  'region-failure': faults(REGION_FAILURE_DEFAULTS, drawRegionFailure, regionFailureFault),
  'zone-degraded': faults(ZONE_DEGRADED_DEFAULTS, drawZoneDegraded, zoneDegradedFault),
  'retry-storm': faults(RETRY_STORM_DEFAULTS, drawRetryStorm, retryStormFault),
  'slow-dependency': faults(SLOW_DEPENDENCY_DEFAULTS, drawSlowDependency, slowDependencyFault),
  'memory-leak': faults(MEMORY_LEAK_DEFAULTS, drawMemoryLeak, memoryLeakFault),
  'cache-loss': faults(CACHE_LOSS_DEFAULTS, drawCacheLoss, cacheLossFault),
  'partial-outage': faults(PARTIAL_OUTAGE_DEFAULTS, drawPartialOutage, partialOutageFault),
  'two-at-once': faults(TWO_AT_ONCE_DEFAULTS, drawTwoAtOnce, twoFaults),
}

/** The truth of a scenario as it is usually told, or as this seed tells it. */
export function truthByName(name: string, seed?: number): ScenarioTruth {
  const told = Object.hasOwn(FAULTS, name) ? FAULTS[name] : undefined
  if (told === undefined) {
    throw new RangeError(`no truth is told about "${name}"; there are: ${SCENARIO_NAMES.join(', ')}`)
  }
  const found = told(seed)
  return { scenario: name, faults: found, innocentDeploys: innocentDeploys(name, seed, found) }
}

function faults<Knobs>(
  defaults: Knobs,
  draw: (draw: Draw) => Partial<Knobs>,
  tell: (knobs: Knobs) => Fault | readonly Fault[],
): Faults {
  return (seed) => {
    const chosen = seed === undefined || seed === USUAL_SEED ? {} : draw(createDraw(seed))
    return [tell({ ...defaults, ...chosen })].flat()
  }
}

/** All that go out, but those to blame. */
function innocentDeploys(name: string, seed: number | undefined, told: readonly Fault[]): readonly string[] {
  const guilty = told.flatMap(({ cause }) => (cause.kind === 'deploy' ? [`${cause.service} ${cause.version}`] : []))
  return scenarioByName(name, seed).perturbations.flatMap((deploy) => {
    const named = deploy.kind === 'deploy' ? `${deploy.service} ${deploy.version}` : null
    return named === null || guilty.includes(named) ? [] : [named]
  })
}
