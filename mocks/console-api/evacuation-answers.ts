import type { DryRun, Evacuations, WhatIf } from '#contract/evacuation/api.ts'
import type { Plan, RegionLoad, Step } from '#contract/evacuation/plan.ts'
import type { RunOutcome } from '#contract/evacuation/forecast.ts'
import type { InstanceState, PlaneDescriptor, Weights } from '#contract/evacuation/plane.ts'
import type { Guard, Phase, Run, RunEvent, Witness } from '#contract/evacuation/run.ts'
import type { RegionVerdict } from '#contract/evacuation/verdict.ts'

/**
 * An evacuation of `us-east-1` into two saviors as our server tells it, in any phase. Nine proxies, three nameservers,
 * seven steps; what differs in a phase is given by whoever asks.
 */
export const RUN_ID = '01JD7R00000000000000000000'
export const AUTHOR = 'local:min-kim'
export const APPROVER = 'local:r-duarte'

const EDGES = ['edge-1', 'edge-2', 'edge-3']
const SERVERS = ['ns-1', 'ns-2']

function weights(east: number, west: number, eu: number): Weights {
  return { 'us-east-1': east, 'us-west-2': west, 'eu-west-1': eu }
}

const BASELINE = weights(41, 31, 28)

function proxyStep(id: string, was: Weights, wanted: Weights, title: string): Step {
  const shares = Object.fromEntries(Object.entries(wanted).map(([region, weight]) => [region, weight / 100]))
  return {
    id,
    kind: 'shift',
    layer: 'proxy',
    title,
    estimateMs: 30_000,
    budgetMs: 90_000,
    shares,
    splits: [{ plane: 'edge-proxies', segment: 'all', was, wanted }],
    holdMs: 20_000,
  }
}

function steps(): Step[] {
  return [
    {
      id: 'promote',
      kind: 'hook',
      hook: 'promote-license-db',
      how: 'manual',
      does: 'promote license-db in us-west-2',
      strength: 'weak',
      title: 'Promote license-db',
      estimateMs: 20_000,
      budgetMs: 60_000,
    },
    proxyStep('proxy-1', BASELINE, weights(20, 42, 38), 'Proxy 41 → 20 %'),
    {
      id: 'scale-1',
      kind: 'scale',
      needs: [{ region: 'us-west-2', service: 'license-db', instancesReady: 46 }],
      title: 'Ready: license-db 46 in us-west-2',
      estimateMs: 60_000,
      budgetMs: 180_000,
    },
    proxyStep('proxy-2', weights(20, 42, 38), weights(0, 54, 46), 'Proxy 20 → 0 %'),
    {
      id: 'dns-1',
      kind: 'shift',
      layer: 'dns',
      title: 'DNS: nothing more is sent to us-east-1',
      estimateMs: 60_000,
      budgetMs: 240_000,
      shares: { 'us-east-1': 0, 'us-west-2': 0.54, 'eu-west-1': 0.46 },
      splits: [{ plane: 'public-dns', segment: 'all', was: BASELINE, wanted: weights(0, 54, 46) }],
      holdMs: 20_000,
    },
    {
      id: 'drain',
      kind: 'drain',
      title: 'Wait until us-east-1 serves those alone who never follow',
      estimateMs: 60_000,
      budgetMs: 300_000,
      residualShare: 0.005,
      floorRequestsPerSecond: 5,
      leastMs: 60_000,
    },
    { id: 'verify', kind: 'verify', title: 'Planes, arrivals and probes agree', estimateMs: 30_000, budgetMs: 90_000 },
  ]
}

function load(region: string, before: number, after: number, safe: number): RegionLoad {
  return {
    region,
    beforeRequestsPerSecond: before,
    afterRequestsPerSecond: after,
    safeRequestsPerSecond: safe,
    tightestService: 'license-db',
    saturating: after > safe ? [{ service: 'license-db', utilisation: 0.91 }] : [],
  }
}

function planAt(at: number): Plan {
  return {
    id: RUN_ID,
    direction: 'evacuate',
    scope: { kind: 'region', region: 'us-east-1' },
    profile: 'emergency',
    failure: 'edge-alive',
    placement: 'headroom',
    of: null,
    steps: steps(),
    envelope: { ceilings: { 'us-west-2': 520_000, 'eu-west-1': 470_000 }, dataLossMs: 60_000, shortfallShare: 0 },
    prediction: predictionAt(at),
    reason: 'Licences fail for a third of the users',
    author: AUTHOR,
    createdAt: at - 600_000,
    hash: 'ab12cd34'.repeat(8),
  }
}

function predictionAt(at: number): Plan['prediction'] {
  return {
    at,
    demandFrom: 'same minute last week × today’s healthy regions',
    movedRequestsPerSecond: 470_000,
    uplift: { factor: 1.15, from: 'guess' },
    regions: [
      load('us-east-1', 410_000, 0, 800_000),
      load('us-west-2', 312_000, 501_000, 520_000),
      load('eu-west-1', 286_000, 412_000, 530_000),
    ],
    shortfallRequestsPerSecond: 0,
    shortfallShare: 0,
    word: 'tight',
    survivesOneMore: false,
    stores: [{ store: 'license-db', class: 'single-primary', lagMs: 42_000, loss: '42 s of writes may be lost' }],
    estimateMs: 290_000,
    guesses: ['uplift 1.15 on moved traffic is a guess; drills learn it'],
    firstToSaturate: null,
    cautions: ['only in us-east-1: gift-cards'],
  }
}

/** An event of the record; later ones have larger numbers. */
export function eventAt(seq: number, at: number, who: string, kind: RunEvent['kind'], says: string): RunEvent {
  return { seq, at, who, kind, says }
}

function readings(at: number, edges: Weights, dns: Weights): InstanceState[] {
  const read = (plane: string, instance: string, said: Weights): InstanceState => ({
    kind: 'read',
    plane,
    tookMs: 12,
    reading: { instance, at, segments: [{ segment: 'all', weights: said }] },
  })
  return [
    ...EDGES.map((instance) => read('edge-proxies', instance, edges)),
    ...SERVERS.map((instance) => read('public-dns', instance, dns)),
  ]
}

export function witness(who: Witness['who'], victimShare: number | null, agrees: Witness['agrees']): Witness {
  return { who, victimShare, within: 0.018, samples: 420, observedAt: null, agrees }
}

function guards(): Guard[] {
  const guard = (id: string, value: string, limit: string, state: Guard['state']): Guard => {
    return { id, name: id.replaceAll('-', ' '), value, limit, state, hard: state === 'broken' }
  }
  return [
    guard('savior-errors', '0.24 %', '0.50 %', 'holds'),
    guard('savior-p99', '318 ms', '450 ms', 'holds'),
    guard('license-db-instances-ready', '38 of 46', '46 before step 5', 'waits'),
    guard('stream-starts', 'unknown', 'not below 0', 'unknown'),
  ]
}

/** A run in this phase at this moment, with what else a test is about. */
export function runIn(phase: Phase, at: number, more: Partial<Run> = {}): Run {
  const plan = planAt(at)
  const isBefore = ['draft', 'awaiting-approval', 'armed', 'cancelled', 'expired'].includes(phase)
  const isOver = ['restored', 'held', 'rolled-back', 'taken-over', 'cancelled', 'expired'].includes(phase)
  const events = [
    eventAt(0, at - 600_000, AUTHOR, 'drafted', plan.reason),
    ...(isBefore
      ? []
      : [
          eventAt(1, at - 300_000, APPROVER, 'approved', 'plan ab12cd34ab12'),
          eventAt(2, at - 120_000, AUTHOR, 'started', 'started'),
          eventAt(3, at - 40_000, 'system', 'step-began', 'Proxy 41 → 20 %'),
        ]),
  ]
  const approval = { by: APPROVER, at: at - 300_000, planHash: plan.hash, expiresAt: at + 300_000 }
  return {
    id: RUN_ID,
    plan,
    phase,
    version: 7,
    epoch: 3,
    owner: isBefore ? null : 'this-server',
    approval: phase === 'draft' || phase === 'awaiting-approval' ? null : approval,
    breakGlass: null,
    wayBackAsked: null,
    leftOut: [],
    startedAt: isBefore ? null : at - 120_000,
    endedAt: isOver ? at - 10_000 : null,
    heading: phase === 'rolling-back' || phase === 'rolled-back' ? 'back' : 'onward',
    step: isBefore ? 0 : phase === 'evacuated' ? plan.steps.length : 1,
    stage: 'observing',
    stageSince: at - 12_000,
    nextAt: phase === 'running' ? at + 18_000 : phase === 'armed' ? approval.expiresAt : null,
    pause: phase === 'paused' ? { cause: 'operator', why: 'paused by hand', by: AUTHOR, at: at - 5_000 } : null,
    verdict: 'verified',
    witnesses: isBefore
      ? []
      : [witness('planes', 0.2, 'yes'), witness('arrivals', 0.201, 'yes'), witness('probes', 0.196, 'yes')],
    guards: isBefore ? [] : guards(),
    findings: [],
    overrides: [],
    planes: isBefore ? [] : readings(at - 1_000, weights(20, 42, 38), BASELINE),
    ledger: [],
    stepsDone: isBefore ? [] : [{ step: 0, beganAt: at - 118_000, verifiedAt: at - 98_000 }],
    stuckClients: null,
    shares: isBefore ? [] : sharesUntil(at),
    events,
    ...more,
  }
}

function sharesUntil(at: number): Run['shares'] {
  return Array.from({ length: 60 }, (_, index) => {
    const moment = at - (59 - index) * 2_000
    const target = index < 30 ? 0.41 : 0.2
    const seen = index < 30 ? 0.41 : 0.2 + 0.21 * Math.exp(-(index - 30) / 4)
    const rest = (share: number) => ({ 'us-west-2': (1 - share) * 0.53, 'eu-west-1': (1 - share) * 0.47 })
    return {
      at: moment,
      target: { 'us-east-1': target, ...rest(target) },
      observed: { 'us-east-1': seen, ...rest(seen) },
    }
  })
}

export function verdictOn(region: string, word: RegionVerdict['word'], at: number): RegionVerdict {
  const sick = word === 'sick'
  return {
    region,
    word,
    since: at - 240_000,
    at,
    evidence: [
      {
        witness: 'probes',
        says: sick ? '31 % of 240 probes from 3 networks fail' : '0 % of 240 probes from 3 networks fail',
        points: sick ? 'sick' : 'healthy',
        observedAt: at - 2_000,
        fresh: true,
      },
      {
        witness: 'metrics',
        says: 'its metrics stopped 95 s ago',
        points: 'nothing',
        observedAt: at - 95_000,
        fresh: false,
      },
      { witness: 'planes', says: 'no plane lives there', points: 'nothing', observedAt: null, fresh: false },
    ],
  }
}

function descriptor(id: string, layer: PlaneDescriptor['layer'], instances: string[]): PlaneDescriptor {
  return {
    id,
    driver: 'webhook',
    layer,
    instances,
    targets: Object.keys(BASELINE).map((region) => ({ id: region, region })),
    segments: ['all'],
    granularity: { least: 0, most: 100 },
    atomicScope: 'instance',
    compareAndSet: true,
    readBack: 'setting',
    effectDelayMs: { usual: 4_000, worst: 15_000 },
    stickiness: 'connections',
    zeroAll: 'refused',
    dryRun: true,
    metadataSlot: true,
  }
}

/** `us-east-1` is sick, nothing is under way. */
export function sickEvacuations(at: number): Evacuations {
  const states = readings(at - 1_000, BASELINE, BASELINE)
  return {
    at,
    verdicts: [
      verdictOn('us-east-1', 'sick', at),
      verdictOn('us-west-2', 'healthy', at),
      verdictOn('eu-west-1', 'blind', at),
    ],
    open: [],
    past: [],
    planes: [
      {
        descriptor: descriptor('edge-proxies', 'proxy', EDGES),
        instances: states.filter(({ plane }) => plane === 'edge-proxies'),
      },
      {
        descriptor: descriptor('public-dns', 'dns', SERVERS),
        instances: states.filter(({ plane }) => plane === 'public-dns'),
      },
    ],
    vantages: [
      { id: 'fra-1', heardAt: at - 2_000 },
      { id: 'gru-1', heardAt: null },
    ],
  }
}

/** Foretold two minutes ago: a little slower than planned, with less lost. */
export function outcomeAt(at: number): RunOutcome {
  const { doNothing, act } = tightWhatIf(at)
  if (doNothing === null || act === null) throw new RangeError('a tight what-if has both curves')
  const from = at - 120_000
  const seen = Array.from({ length: 12 }, (_, step) => from + (step + 1) * 10_000)
  return {
    id: RUN_ID,
    at,
    forecast: { at: from, doNothing, act, requestsPerSecondPerCustomer: 0.1 },
    observed: { at: seen, customerMinutes: seen.map((_, step) => (step === 5 ? null : (step + 1) * 3_000)) },
    unseenMs: 10_000,
    tookMs: { planned: 290_000, actual: 310_000 },
    shortfallRequestsPerSecond: { planned: 0, actual: 1_200 },
    peakUtilisation: { planned: 0.72, actual: 0.79, region: 'us-west-2' },
    customerMinutes: { planned: 40_000, low: 30_000, high: 50_000, actual: 36_000, doNothing: 240_000 },
  }
}

export function tightWhatIf(at: number): WhatIf {
  const minutes = Array.from({ length: 61 }, (_, minute) => minute)
  const curve = (perMinute: number) => ({
    minutes,
    low: minutes.map((minute) => minute * perMinute * 0.75),
    likely: minutes.map((minute) => minute * perMinute),
    high: minutes.map((minute) => minute * perMinute * 1.25),
  })
  return {
    at,
    intention: {
      scope: { kind: 'region', region: 'us-east-1' },
      profile: 'emergency',
      failure: 'edge-alive',
      placement: 'headroom',
    },
    prediction: predictionAt(at),
    steps: steps(),
    refused: [],
    findings: [],
    doNothing: curve(120_000),
    act: curve(20_000),
    costOfAMinute: 120_000,
  }
}

export function dryRunAt(at: number): DryRun {
  const writes = EDGES.map((instance, order) => ({
    step: 1,
    order,
    plane: 'edge-proxies',
    instance,
    segment: 'all',
    before: BASELINE,
    after: weights(20, 42, 38),
  }))
  return { at, writes, answers: writes.map(({ order }) => ({ order, says: 'would be accepted' })) }
}
