import type { Perturbation } from '#mocks/world/perturbation.ts'
import { BAD_DEPLOY_DEFAULTS, createBadDeploy, drawBadDeploy, type BadDeployKnobs } from './bad-deploy.ts'
import { drawDecoy, shifted, type Draw } from './draw.ts'
import {
  createPartialOutage,
  drawPartialOutage,
  PARTIAL_OUTAGE_DEFAULTS,
  type PartialOutageKnobs,
} from './partial-outage.ts'
import { DEFAULT_BEGIN_AFTER_LIVE_MS, HARMLESS_DEPLOYS, type Scenario } from './scenario.ts'
import {
  createSlowDependency,
  drawSlowDependency,
  SLOW_DEPENDENCY_DEFAULTS,
  type SlowDependencyKnobs,
} from './slow-dependency.ts'

/** Two faults that have nothing to do with each other, in two regions, the second while the first is young. */
export interface TwoAtOnceKnobs {
  first: OneOfTwo
  second: OneOfTwo
  /** From the first to the second, ms. */
  secondAfterMs: number
  beginAfterLiveMs: number
  decoy: readonly Perturbation[]
}

export type OneOfTwo =
  | { kind: 'bad-deploy'; knobs: BadDeployKnobs }
  | { kind: 'partial-outage'; knobs: PartialOutageKnobs }
  | { kind: 'slow-dependency'; knobs: SlowDependencyKnobs }

export const TWO_AT_ONCE_DEFAULTS: TwoAtOnceKnobs = {
  first: { kind: 'partial-outage', knobs: PARTIAL_OUTAGE_DEFAULTS },
  second: { kind: 'bad-deploy', knobs: BAD_DEPLOY_DEFAULTS },
  secondAfterMs: 40_000,
  beginAfterLiveMs: DEFAULT_BEGIN_AFTER_LIVE_MS,
  decoy: [],
}

const KINDS = [
  ['partial-outage', 'bad-deploy'],
  ['bad-deploy', 'slow-dependency'],
  ['slow-dependency', 'partial-outage'],
  ['slow-dependency', 'bad-deploy'],
] as const

export function drawTwoAtOnce(draw: Draw): Partial<TwoAtOnceKnobs> {
  const [one, other] = draw.pick(KINDS)
  const region = draw.region()
  return {
    first: drawOne(draw, one, region),
    second: drawOne(draw, other, draw.region(region)),
    secondAfterMs: draw.seconds(15, 75),
    beginAfterLiveMs: draw.seconds(120, 300),
    decoy: drawDecoy(draw, region),
  }
}

function drawOne(draw: Draw, kind: OneOfTwo['kind'], region: string): OneOfTwo {
  switch (kind) {
    case 'bad-deploy':
      return { kind, knobs: { ...BAD_DEPLOY_DEFAULTS, ...drawBadDeploy(draw), region } }
    case 'partial-outage':
      return { kind, knobs: { ...PARTIAL_OUTAGE_DEFAULTS, ...drawPartialOutage(draw), region } }
    case 'slow-dependency':
      return { kind, knobs: { ...SLOW_DEPENDENCY_DEFAULTS, ...drawSlowDependency(draw), region } }
  }
}

export function createTwoAtOnce(knobs: Partial<TwoAtOnceKnobs> = {}): Scenario {
  const { first, second, secondAfterMs, beginAfterLiveMs, decoy } = { ...TWO_AT_ONCE_DEFAULTS, ...knobs }
  const [one, other] = [first, second].map(scenarioOf)
  return {
    name: 'two-at-once',
    title: `${one?.title ?? ''} And: ${other?.title ?? ''}`,
    seed: 20_160,
    beginAfterLiveMs,
    perturbations: [
      ...HARMLESS_DEPLOYS,
      ...decoy,
      ...faultsOf(one),
      ...faultsOf(other).map((perturbation) => shifted(perturbation, secondAfterMs)),
    ],
  }
}

/** Each part begins at its own time on an otherwise ordinary day. */
function scenarioOf(part: OneOfTwo): Scenario {
  switch (part.kind) {
    case 'bad-deploy':
      return createBadDeploy({ ...part.knobs, decoy: [] })
    case 'partial-outage':
      return createPartialOutage({ ...part.knobs, decoy: [] })
    case 'slow-dependency':
      return createSlowDependency({ ...part.knobs, decoy: [] })
  }
}

function faultsOf(scenario: Scenario | undefined): readonly Perturbation[] {
  return (scenario?.perturbations ?? []).filter((perturbation) => !HARMLESS_DEPLOYS.includes(perturbation))
}
