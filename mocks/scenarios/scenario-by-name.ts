import { createBadDeploy } from './bad-deploy.ts'
import { createCalm } from './calm.ts'
import { createRegionFailure } from './region-failure.ts'
import type { Scenario } from './scenario.ts'

const SCENARIOS: readonly Scenario[] = [createCalm(), createBadDeploy(), createRegionFailure()]

export const SCENARIO_NAMES: readonly string[] = SCENARIOS.map(({ name }) => name)

/** The story with its default knobs; throws a RangeError that lists what there is. */
export function scenarioByName(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name)
  if (found === undefined) {
    throw new RangeError(`there is no scenario "${name}"; there are: ${SCENARIO_NAMES.join(', ')}`)
  }
  return found
}
