import type { PlaneDescriptor, Weights } from '#contract/evacuation/plane.ts'
import type { Plan, Step } from '#contract/evacuation/plan.ts'
import type { Chance } from './seeded.ts'

/** A plan, the planes it moves, and how they stood, drawn from a seed or spelled out by a test. */
export interface SimSetup {
  regions: readonly string[]
  victim: string
  demand: number
  /** requests/s a region can carry. */
  capacities: Record<string, number>
  descriptors: readonly PlaneDescriptor[]
  /** How every segment of every plane stood. */
  start: Weights
  plan: Plan
}

export const SIM_HASH = 'a'.repeat(64)
export const SIM_TTL_MS = 3000
const MOST = 256

export function descriptorOf(
  input: Partial<PlaneDescriptor> & Pick<PlaneDescriptor, 'id' | 'layer' | 'instances'>,
  regions: readonly string[],
): PlaneDescriptor {
  return {
    driver: 'simulated',
    targets: regions.map((region) => ({ id: region, region })),
    segments: ['all'],
    granularity: { least: 0, most: MOST },
    atomicScope: 'target',
    compareAndSet: false,
    readBack: 'effective',
    effectDelayMs: { usual: 500, worst: 2000 },
    stickiness: 'none',
    zeroAll: 'outage',
    dryRun: false,
    metadataSlot: false,
    ...input,
  }
}

export function drawSetup(chance: Chance): SimSetup {
  const regions = chance.percent(70) ? ['east', 'west', 'north'] : ['east', 'west', 'north', 'south']
  const victim = 'east'
  const atomicScope = () => chance.pick(['target', 'segment', 'instance'] as const)
  const segments = chance.percent(60) ? ['all'] : ['home', 'rest']
  const edge = descriptorOf(
    {
      id: 'edge',
      layer: 'proxy',
      instances: ['e1', 'e2', 'e3', 'e4'].slice(0, chance.whole(1, 4)),
      segments,
      atomicScope: atomicScope(),
      compareAndSet: chance.percent(25),
      metadataSlot: chance.percent(50),
    },
    regions,
  )
  const names = descriptorOf(
    {
      id: 'names',
      layer: 'dns',
      instances: ['n1', 'n2'].slice(0, chance.whole(1, 2)),
      atomicScope: 'segment',
      metadataSlot: chance.percent(60),
      effectDelayMs: { usual: 1000, worst: SIM_TTL_MS },
    },
    regions,
  )
  const descriptors = chance.percent(60) ? [edge, names] : [edge]
  const start: Weights = {}
  for (const region of regions) start[region] = region === victim ? 100 : chance.whole(10, 100)
  const setup = planOver({
    regions,
    victim,
    descriptors,
    start,
    demand: 1000,
    halves: chance.pick<readonly number[]>([[0.5, 0], [0.4, 0], [0], [0.6, 0.3, 0]]),
    hook: chance.percent(20),
    scale: chance.percent(20),
    spread: drawSpread(chance, regions, victim),
  })
  if (chance.percent(3)) return spoiled(setup, chance)
  // Without a drain the witnesses of the last step are all there is.
  const steps = chance.percent(20) ? setup.plan.steps.filter((step) => step.kind !== 'drain') : setup.plan.steps
  return { ...setup, plan: { ...setup.plan, steps } }
}

/** Who takes how much of what the victim gives up, in parts of 1; a small savior takes nothing. */
function drawSpread(chance: Chance, regions: readonly string[], victim: string): Record<string, number> {
  const saviors = regions.filter((region) => region !== victim)
  const spread: Record<string, number> = {}
  for (const region of saviors) spread[region] = 1 / saviors.length
  const [first, second] = saviors
  if (chance.percent(60) && first !== undefined && second !== undefined) {
    for (const region of saviors) spread[region] = 0
    spread[first] = 1
  }
  return spread
}

/** A plan nobody may carry out: rounding, or a hand, has left a place without any weight, or without a savior's. */
function spoiled(setup: SimSetup, chance: Chance): SimSetup {
  const keeps = chance.percent(50) ? setup.victim : null
  const steps = setup.plan.steps.map((step) => {
    if (step.kind !== 'shift') return step
    const splits = step.splits.map((split) => {
      const wanted: Weights = {}
      for (const target in split.wanted) wanted[target] = target === keeps ? 10 : 0
      return { ...split, wanted }
    })
    return { ...step, splits }
  })
  return { ...setup, plan: { ...setup.plan, steps } }
}

export interface PlanInput {
  regions: readonly string[]
  victim: string
  descriptors: readonly PlaneDescriptor[]
  start: Weights
  demand: number
  /** What the victim keeps of its weight after each proxy step. */
  halves: readonly number[]
  hook: boolean
  scale: boolean
  spread: Readonly<Record<string, number>>
  holdMs?: number
}

const STEP = { estimateMs: 5000, budgetMs: 120_000 }

export function planOver(input: PlanInput): SimSetup {
  const { regions, victim, descriptors, start, demand, halves, spread } = input
  const steps: Step[] = []
  if (input.hook)
    steps.push({
      ...STEP,
      kind: 'hook',
      id: 'promote',
      title: 'Promote',
      hook: 'promote',
      how: 'webhook',
      does: 'promote the store',
      strength: 'weak',
    })
  if (input.scale)
    steps.push({
      ...STEP,
      kind: 'scale',
      id: 'scale',
      title: 'Scale',
      needs: [{ region: regions.find((each) => each !== victim) ?? victim, service: 'api', instancesReady: 5 }],
    })
  let weights = start
  for (const [index, kept] of halves.entries()) {
    const wanted = shifted(start, victim, kept, spread)
    steps.push(shift(`proxy-${index}`, 'proxy', descriptors, weights, wanted, input.holdMs ?? 3000))
    weights = wanted
  }
  if (descriptors.some((each) => each.layer === 'dns')) {
    steps.push(shift('names', 'dns', descriptors, start, shifted(start, victim, 0, spread), 1000, sharesOf(weights)))
  }
  steps.push({
    ...STEP,
    kind: 'drain',
    id: 'drain',
    title: 'Drain',
    residualShare: 0.005,
    floorRequestsPerSecond: 2,
    leastMs: SIM_TTL_MS,
  })
  steps.push({ ...STEP, kind: 'verify', id: 'verify', title: 'Verify' })
  const capacities: Record<string, number> = {}
  const after = sharesOf(weights)
  for (const region of regions)
    capacities[region] = Math.max(after[region] ?? 0, sharesOf(start)[region] ?? 0) * demand * 1.25
  const usable = steps.filter((step) => step.kind !== 'shift' || step.splits.length > 0)
  return { regions, victim, demand, capacities, descriptors, start, plan: planOf(input, usable, capacities) }
}

function shifted(start: Weights, victim: string, kept: number, spread: Readonly<Record<string, number>>): Weights {
  const left = Math.round((start[victim] ?? 0) * kept)
  const given = (start[victim] ?? 0) - left
  const wanted: Weights = {}
  for (const target in start) wanted[target] = (start[target] ?? 0) + Math.round(given * (spread[target] ?? 0))
  wanted[victim] = left
  return wanted
}

function shift(
  id: string,
  layer: 'proxy' | 'dns',
  descriptors: readonly PlaneDescriptor[],
  was: Weights,
  wanted: Weights,
  holdMs: number,
  shares = sharesOf(wanted),
): Step {
  const splits = descriptors
    .filter((each) => each.layer === layer)
    .flatMap((each) => each.segments.map((segment) => ({ plane: each.id, segment, was, wanted })))
  return { ...STEP, kind: 'shift', id, title: `${layer} ${id}`, layer, shares, splits, holdMs }
}

export function sharesOf(weights: Weights): Record<string, number> {
  let total = 0
  for (const target in weights) total += weights[target] ?? 0
  const shares: Record<string, number> = {}
  for (const target in weights) shares[target] = total === 0 ? 0 : (weights[target] ?? 0) / total
  return shares
}

function planOf(input: PlanInput, steps: Step[], capacities: Readonly<Record<string, number>>): Plan {
  const { regions, victim, start, demand } = input
  const before = sharesOf(start)
  const ceilings: Record<string, number> = {}
  for (const region of regions) if (region !== victim) ceilings[region] = capacities[region] ?? 0
  return {
    id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    direction: 'evacuate',
    scope: { kind: 'region', region: victim },
    profile: 'emergency',
    failure: 'edge-alive',
    placement: 'headroom',
    of: null,
    steps,
    envelope: { ceilings, dataLossMs: null, shortfallShare: 0 },
    prediction: {
      at: 0,
      demandFrom: 'entered by hand',
      movedRequestsPerSecond: (before[victim] ?? 0) * demand,
      uplift: { factor: 1, from: 'entered' },
      regions: regions.map((region) => ({
        region,
        beforeRequestsPerSecond: (before[region] ?? 0) * demand,
        afterRequestsPerSecond: null,
        safeRequestsPerSecond: capacities[region] ?? null,
        tightestService: null,
        saturating: [],
      })),
      shortfallRequestsPerSecond: 0,
      shortfallShare: 0,
      word: 'feasible',
      survivesOneMore: null,
      stores: [],
      estimateMs: 60_000,
      guesses: [],
    },
    reason: 'simulated',
    author: 'ann',
    createdAt: 0,
    hash: SIM_HASH,
  }
}
