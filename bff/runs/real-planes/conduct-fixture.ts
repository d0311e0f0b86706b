import { performance } from 'node:perf_hooks'
import type { FailureKind, Plan } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { until } from '#bff/controls/child-fixture.ts'
import type { Control } from '#bff/evacuation/control.ts'
import { createController, type Act, type Acted, type Controller } from '#bff/evacuation/controller.ts'
import { approveRun, draftRun, proposeRun } from '#bff/evacuation/lifecycle.ts'
import { planEvacuation, type PlanAnswer } from '#bff/evacuation/planner/plan-evacuation.ts'
import { planFailback } from '#bff/evacuation/planner/plan-failback.ts'
import { sealPlan } from '#bff/evacuation/planner/seal-plan.ts'
import {
  DEFAULT_SETTINGS,
  type PlaneSituation,
  type PlannerSettings,
  type Situation,
} from '#bff/evacuation/planner/situation.ts'
import type { ControllerPorts } from '#bff/evacuation/controller-ports.ts'
import type { Probes, Telemetry } from '#bff/evacuation/ports.ts'
import { EvacuationSettings } from '#bff/evacuation/settings.ts'
import { createMemoryRunStore } from '#bff/evacuation/simulate/memory-run-store.ts'
import { createUlids } from '#bff/ulid.ts'
import { hashOf } from '../plan-runs.ts'

/** The real planner and the real controller over planes that are there: plans, approves, starts, waits. */
export interface Conduct {
  controller: Controller
  planes(): Promise<PlaneSituation[]>
  planEvacuation(region: string): Promise<PlanAnswer>
  /** Signed by Ada; fails with the planner's reasons. */
  evacuation(region: string): Promise<Plan>
  failback(evacuation: Plan): Promise<Plan>
  /** Proposed, approved by Ben, not started. */
  arm(plan: Plan): Promise<Run>
  start(plan: Plan): Promise<Run>
  /** Armed and tried: what the start was answered. */
  tryStart(plan: Plan, overrides?: readonly string[]): Promise<Acted>
  act(run: Run, act: Act): Promise<Run>
  run(id: string): Promise<Run>
  /** Once it is so; fails with the timeline where it does not come to be. */
  runWhen(id: string, what: string, isSo: (run: Run) => boolean, withinMs?: number): Promise<Run>
  /** Each run as it is committed, with the steady instant. */
  onChange(listener: (run: Run, steady: number) => void): void
  close(): Promise<void>
}

const PATIENCE_MS = 90_000
const SAFE_REQUESTS_PER_SECOND = 1_000_000

/** As patient as a busy machine needs, else as quick as planes on loopback allow. */
export const QUICK_SETTINGS = {
  tickMs: 100,
  readEveryMs: 300,
  minimumWaitMs: 300,
  settleMarginMs: 3_000,
  leastProbes: 60,
  reconcile: { stillLimits: 1 },
}

export const QUICK_PACES: Partial<PlannerSettings> = {
  paces: {
    emergency: { stages: [0.25, 0.5, 0.75, 1], holdMs: 1_000, mostRise: 1 },
    drill: { stages: [1], holdMs: 1_000, mostRise: 1 },
    failback: { stages: [0.1, 0.4, 1], holdMs: 1_000, mostRise: 1 },
  },
  observeMs: 1_000,
}

export interface ConductInput {
  controls: readonly Control[]
  telemetry: Telemetry
  probes: Probes
  /** Entered by a person: requests/s of each region. */
  demand: Readonly<Record<string, number>>
  /** Of names, by plane. */
  timeToLiveMs?: Readonly<Record<string, number>>
  settings?: object
  planning?: Partial<PlannerSettings>
  failure?: FailureKind
}

export function conduct(input: ConductInput): Conduct {
  const clock = { now: () => Date.now(), steady: () => performance.now() }
  const store = createMemoryRunStore(clock)
  const settings = EvacuationSettings.parse({ ...QUICK_SETTINGS, ...input.settings })
  const listeners: ((run: Run, steady: number) => void)[] = []
  const onChange = (run: Run) => listeners.forEach((each) => each(run, clock.steady()))
  const controller = createController({ ...input, ...OUTSIDE, store, clock, settings, onChange })
  const run = async (id: string): Promise<Run> => {
    const found = await store.load(id)
    if (found === null) throw new Error(`there is no run ${id}`)
    return found
  }
  async function arm(plan: Plan): Promise<Run> {
    const armed = armedRun(plan, settings)
    store.insert(armed)
    return armed
  }
  async function tryStart(plan: Plan, overrides: readonly string[] = []): Promise<Acted> {
    const { id } = (await store.load(plan.id)) ?? (await arm(plan))
    await until('every region was seen', () => hasSeenAll(input))
    const who = { by: 'ada', steppedUpAt: Date.now(), typed: plan.scope.region }
    return controller.act(id, { verb: 'start', ...who, reason: 'a test of what may be overridden', overrides })
  }
  return {
    ...planningOf(input),
    controller,
    arm,
    tryStart,
    start: async (plan) => doneOf(await tryStart(plan)),
    act: async (of, told) => doneOf(await controller.act(of.id, told)),
    run,
    async runWhen(id, what, isSo, withinMs = PATIENCE_MS) {
      const end = Date.now() + withinMs
      for (;;) {
        const now = await run(id)
        if (isSo(now)) return now
        if (Date.now() > end) throw new Error(`not within ${withinMs / 1_000} s: ${what}\n${told(now)}`)
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
    },
    onChange: (listener) => void listeners.push(listener),
    close: () => controller.close(),
  }
}

const OUTSIDE: Pick<ControllerPorts, 'owner' | 'hooks' | 'timers' | 'random'> = {
  owner: 'a test',
  hooks: {
    call: () => Promise.resolve({ kind: 'done' }),
    ready: (needs) => Promise.resolve(needs.map(({ instancesReady }) => instancesReady)),
  },
  timers: {
    after(ms, call) {
      const handle = setTimeout(call, ms)
      return () => clearTimeout(handle)
    },
  },
  random: Math.random,
}

function hasSeenAll({ telemetry, demand }: ConductInput): boolean {
  return Object.keys(demand).every((region) =>
    telemetry.observe({ kind: 'region', region }).regions.some((each) => each.region === region),
  )
}

function doneOf(acted: Acted): Run {
  if (acted.kind !== 'done') throw new Error(`${acted.code}: ${acted.why}`)
  return acted.run
}

function armedRun(plan: Plan, settings: EvacuationSettings): Run {
  const now = Date.now()
  const proposed = proposeRun(draftRun({ id: plan.id, plan, now }), { by: 'ada', now })
  if (proposed.kind !== 'done') throw new Error(proposed.why)
  const approved = approveRun(proposed.run, { by: 'ben', planHash: plan.hash, now, settings })
  if (approved.kind !== 'done') throw new Error(approved.why)
  return approved.run
}

function planningOf(input: ConductInput): Pick<Conduct, 'planes' | 'planEvacuation' | 'evacuation' | 'failback'> {
  const ulid = createUlids({ clock: { now: Date.now } })
  const settings = { ...DEFAULT_SETTINGS, ...QUICK_PACES, ...input.planning }
  const planes = () => Promise.all(input.controls.map((control) => readPlane(control, input.timeToLiveMs)))
  const situation = async () => situationOf({ demand: input.demand, planes: await planes(), settings })
  const plan = async (region: string): Promise<PlanAnswer> =>
    planEvacuation({
      situation: await situation(),
      scope: { kind: 'region', region },
      placement: 'headroom',
      wish: { profile: 'emergency', failure: input.failure ?? 'edge-alive' },
    })
  const signed = (answer: PlanAnswer, reason: string): Plan => {
    if (answer.kind === 'refused') throw new Error(answer.reasons.join('; '))
    return sealPlan(answer.plan, { id: ulid(), reason, author: 'ada', createdAt: Date.now() }, hashOf)
  }
  return {
    planes,
    planEvacuation: plan,
    evacuation: async (region) => signed(await plan(region), `${region} burns`),
    failback: async (evacuation) =>
      signed(planFailback({ situation: await situation(), evacuation }), `${evacuation.scope.region} is well again`),
  }
}

async function readPlane(control: Control, timesToLiveMs: ConductInput['timeToLiveMs']): Promise<PlaneSituation> {
  const { descriptor } = control
  const answers = await Promise.all(descriptor.instances.map((each) => control.read(each, 5_000)))
  const readings = answers.flatMap((answer) => (answer.kind === 'read' ? [answer.reading] : []))
  const timeToLiveMs = timesToLiveMs?.[descriptor.id]
  return { descriptor, readings, ...(timeToLiveMs === undefined ? {} : { timeToLiveMs }) }
}

function situationOf(input: {
  demand: Readonly<Record<string, number>>
  planes: PlaneSituation[]
  settings: PlannerSettings
}): Situation {
  const regions = Object.keys(input.demand)
  return {
    at: Date.now(),
    regions: regions.map((region) => ({ region, position: null, unfit: null })),
    demand: regions.map((region) => ({
      segment: 'all',
      region,
      requestsPerSecond: input.demand[region] ?? NaN,
      from: 'entered',
    })),
    capacity: regions.map((region) => ({
      region,
      service: 'api',
      readyInstances: 100,
      requestsPerSecondPerInstance: SAFE_REQUESTS_PER_SECOND / 100,
      callsPerRequest: 1,
      from: 'entered',
    })),
    roundTrips: [],
    segmentPositions: {},
    forbidden: [],
    stores: [],
    jobs: [],
    planes: input.planes,
    hooks: [],
    uplift: { factor: 1, from: 'entered' },
    settings: input.settings,
  }
}

/** The last of a run, for whoever has to find out why it stands. */
export function told(run: Run): string {
  const events = run.events
    .slice(-25)
    .map(({ at, who, kind, says }) => `${new Date(at).toISOString()} ${who} ${kind}: ${says}`)
  return [
    `${run.phase}/${run.stage} at step ${run.step} of ${run.plan.steps.length}, ${run.verdict}, ${JSON.stringify(run.pause)}`,
    JSON.stringify(run.witnesses),
    ...events,
  ].join('\n')
}
