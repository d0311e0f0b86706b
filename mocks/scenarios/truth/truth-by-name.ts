import { REGIONS } from '#mocks/world/regions.ts'
import { BAD_DEPLOY_DEFAULTS, type BadDeployKnobs } from '../bad-deploy.ts'
import { REGION_FAILURE_DEFAULTS, type RegionFailureKnobs } from '../region-failure.ts'
import { SCENARIO_NAMES } from '../scenario-by-name.ts'
import { HARMLESS_DEPLOYS } from '../scenario.ts'
import type { ScenarioTruth } from './scenario-truth.ts'

const INNOCENT_DEPLOYS = HARMLESS_DEPLOYS.flatMap((deploy) =>
  deploy.kind === 'deploy' ? [`${deploy.service} ${deploy.version}`] : [],
)

export function calmTruth(): ScenarioTruth {
  return { scenario: 'calm', fault: null, innocentDeploys: INNOCENT_DEPLOYS }
}

/** Holds for the licence service, whose callers are known here. */
export function badDeployTruth(knobs: BadDeployKnobs = BAD_DEPLOY_DEFAULTS): ScenarioTruth {
  const { region, service, version, author, firstErrorAfterMs, rolledBackAfterMs, errorShare } = knobs
  return {
    scenario: 'bad-deploy',
    innocentDeploys: INNOCENT_DEPLOYS,
    fault: {
      startsAfterMs: firstErrorAfterMs,
      endsAfterMs: rolledBackAfterMs ?? null,
      region,
      cause: { kind: 'deploy', service, version, author, deployedAfterMs: 0 },
      firstMover: service,
      failing: [service, 'playback-api', 'edge-proxy'],
      degraded: ['downloads'],
      healthyRegions: othersThan(region),
      startsLostInRegion: [errorShare * 0.8, errorShare * 1.05],
    },
  }
}

export function regionFailureTruth(knobs: RegionFailureKnobs = REGION_FAILURE_DEFAULTS): ScenarioTruth {
  const { region, zones, lastsMs } = knobs
  const named = REGIONS.find(({ id }) => id === region)?.zones ?? []
  return {
    scenario: 'region-failure',
    innocentDeploys: INNOCENT_DEPLOYS,
    fault: {
      startsAfterMs: 0,
      endsAfterMs: lastsMs ?? null,
      region,
      cause: { kind: 'infrastructure', zones: zones.flatMap((zone) => named[zone] ?? []) },
      // All move within the same seconds; the edge is where it shows first and most.
      firstMover: 'edge-proxy',
      failing: ['edge-proxy', 'playback-api', 'api', 'device-gateway', 'website', 'playback-license'],
      degraded: [],
      healthyRegions: othersThan(region),
      startsLostInRegion: [0.6, 1],
    },
  }
}

/** The truth of a scenario with its default knobs. */
export function truthByName(name: string): ScenarioTruth {
  const truth = [calmTruth(), badDeployTruth(), regionFailureTruth()].find(({ scenario }) => scenario === name)
  if (truth === undefined) {
    throw new RangeError(`no truth is told about "${name}"; there are: ${SCENARIO_NAMES.join(', ')}`)
  }
  return truth
}

function othersThan(region: string): string[] {
  return REGIONS.flatMap(({ id }) => (id === region ? [] : [id]))
}
