import type { Run } from '#contract/evacuation/run.ts'
import { createController, type Controller } from '../controller.ts'
import type { RunStore, Timers } from '../ports.ts'
import { EvacuationSettings } from '../settings.ts'
import { type FaultCounts, type FaultKind, noFaults, type WriteFault } from './fault-kinds.ts'
import { createWatcher, type Watcher } from './invariants.ts'
import { createMemoryRunStore, type MemoryRunStore } from './memory-run-store.ts'
import { type Chance, seededChance } from './seeded.ts'
import { createSimPlane, type SimPlane, type SimProcess } from './sim-plane.ts'
import { drawSetup, type SimSetup } from './sim-plan.ts'
import { createSimTraffic, type SimTraffic } from './sim-traffic.ts'
import { createTrace, type Trace } from './trace.ts'
import { createVirtualTime, type VirtualTime } from './virtual-time.ts'

/** Everything of one simulated story: clock, planes, users, store, and the processes that run the real controller. */
export interface SimWorld {
  seed: number
  chance: Chance
  time: VirtualTime
  setup: SimSetup
  store: MemoryRunStore
  planes: readonly SimPlane[]
  traffic: SimTraffic
  watcher: Watcher
  trace: Trace
  faults: FaultCounts
  script: FaultScript
  processes: Process[]
  runId: string
  count(kind: FaultKind): void
  run(): Run | undefined
}

export interface Process extends SimProcess {
  isAwake(): boolean
  controller: Controller
  freeze(ms: number): void
}

/** Faults that wait to strike. */
export interface FaultScript {
  writes: {
    fault: WriteFault
    plane: string | null
    instance: string | null
    from: number
    until: number
    times: number
  }[]
  unreadable: { plane: string; instance: string; from: number; until: number }[]
  commits: {
    kind: 'crash-before-commit' | 'crash-after-commit' | 'store-failure' | 'freeze'
    at: number
    times: number
    atWrites: boolean
  }[]
  hooks: { from: number; until: number }
  scaleLate: number
}

export const SIM_SETTINGS = EvacuationSettings.parse({
  tickMs: 1000,
  readEveryMs: 1000,
  readBackMs: 6000,
  settleMarginMs: 5000,
  reconcile: { budgetMs: 25_000 },
  freshMs: 6000,
  telemetryLostMs: 12_000,
  minimumWaitMs: 2000,
  changePerMinute: { emergency: 1, drill: 1 },
  lease: { ttlMs: 12_000, renewEveryMs: 4000 },
})

export const RUN_ID = '01ARZ3NDEKTSV4RRFFQ69G5FRN'

export function createSimWorld(seed: number, drawn?: SimSetup): SimWorld {
  const chance = seededChance(seed)
  const time = createVirtualTime()
  const setup = drawn ?? drawSetup(chance)
  const store = createMemoryRunStore(time)
  const faults = noFaults()
  const trace = createTrace(time.steady)
  const script: FaultScript = { writes: [], unreadable: [], commits: [], hooks: { from: 0, until: 0 }, scaleLate: 0 }
  const count = (kind: FaultKind) => {
    faults[kind] += 1
    trace.note(`fault ${kind}`)
  }
  const planes: SimPlane[] = []
  const world: SimWorld = {
    seed,
    chance,
    time,
    setup,
    store,
    planes,
    traffic: createSimTraffic({ ...setup, planes, clock: time }),
    watcher: createWatcher({
      setup,
      planes,
      steady: time.steady,
      driftMs: 10_000 + 2 * SIM_SETTINGS.callLimitMs + SIM_SETTINGS.lease.renewEveryMs,
      settleMs: SIM_SETTINGS.callLimitMs,
      residualShare: 0.005,
    }),
    trace,
    faults,
    script,
    processes: [],
    runId: RUN_ID,
    count,
    run: () => store.runs().find((each) => each.id === RUN_ID),
  }
  addPlanes(world, planes)
  world.traffic = createSimTraffic({ ...setup, planes, clock: time })
  return world
}

function addPlanes(world: SimWorld, planes: SimPlane[]): void {
  const { setup, time, chance, trace, watcher, script } = world
  for (const descriptor of setup.descriptors) {
    const start = Object.fromEntries(descriptor.segments.map((segment) => [segment, setup.start]))
    const plane = createSimPlane(descriptor, start, {
      at: (steady, run) => void time.at(steady, run),
      steady: time.steady,
      now: time.now,
      chance: chance.next,
      whole: chance.whole,
      faultOfWrite: (id, instance) => strikingFault(world, id, instance),
      isUnreadable: (id, instance) => {
        const now = time.steady()
        const strikes = script.unreadable.some(
          (each) => each.plane === id && each.instance === instance && each.from <= now && now < each.until,
        )
        if (strikes) world.count('read-lost')
        return strikes
      },
      onCall(process, called, intent) {
        trace.note(`call ${process.name} ${intent.key} ${JSON.stringify(intent.splits)} epoch ${intent.mark.epoch}`)
        const instance = plane.instances.find((each) => each.id === intent.instance)
        if (instance === undefined) return
        const scope = setup.descriptors.map((each) => each.id)
        watcher.onCall({
          owner: process.name,
          plane: called,
          instance,
          intent,
          stored: world.run(),
          epoch: world.store.epochOf(scope),
        })
      },
      onApplied(applied, instance, intent, how) {
        trace.note(`applied ${how} ${intent.key}`)
        watcher.onApplied(applied, instance, how)
      },
      onStrange: (strange, instance) => trace.note(`strange ${strange.id}/${instance.id}`),
      onAnswered(_plane, intent, answer) {
        watcher.onAnswered(intent.key, answer !== null && answer.kind !== 'unknown')
      },
      onRead: (_read, instance) => watcher.onRead(instance),
    })
    planes.push(plane)
  }
}

function strikingFault(world: SimWorld, plane: string, instance: string): WriteFault | null {
  const now = world.time.steady()
  const found = world.script.writes.find(
    (each) =>
      each.times > 0 &&
      each.from <= now &&
      now < each.until &&
      (each.plane === null || each.plane === plane) &&
      (each.instance === null || each.instance === instance),
  )
  if (found === undefined) return null
  found.times -= 1
  world.count(found.fault)
  return found.fault
}

/** A process that runs the controller: it can die, freeze, and be one of several. */
export function startProcess(world: SimWorld): Process {
  const { time, store, chance, traffic, setup } = world
  const name = `p${world.processes.length + 1}`
  let isAlive = true
  let frozenUntil = 0
  const deliver = (run: () => void) => {
    if (!isAlive) return
    if (time.steady() < frozenUntil) return void time.at(frozenUntil, () => deliver(run))
    run()
  }
  const timers: Timers = { after: (ms, call) => time.at(time.steady() + ms, () => deliver(call)) }
  const crash = () => {
    if (!isAlive) return
    isAlive = false
    world.trace.note(`crash ${name}`)
    time.at(time.steady() + chance.whole(200, 3000), () => void startProcess(world))
  }
  const process: Process = {
    name,
    deliver,
    crash,
    isAlive: () => isAlive,
    isAwake: () => isAlive && time.steady() >= frozenUntil,
    freeze(ms) {
      frozenUntil = Math.max(frozenUntil, time.steady() + ms)
    },
    controller: createController({
      owner: name,
      controls: world.planes.map((each) => each.controlFor({ name, deliver, crash, isAlive: () => isAlive })),
      telemetry: { observe: traffic.fleet },
      probes: { observe: traffic.probes },
      hooks: hooksOf(world, deliver),
      store: storeFor(
        world,
        { name, deliver, crash, isAlive: () => isAlive, freeze: (ms) => process.freeze(ms) },
        store,
      ),
      clock: time,
      timers,
      random: chance.next,
      settings: SIM_SETTINGS,
    }),
  }
  world.processes.push(process)
  world.watcher.onBegun()
  world.trace.note(`begin ${name} ${setup.victim}`)
  void process.controller.begin()
  return process
}

function hooksOf(world: SimWorld, deliver: (run: () => void) => void) {
  const { time, script } = world
  return {
    call: () =>
      new Promise<{ kind: 'done' } | { kind: 'failed'; why: string }>((answer) => {
        const fails = script.hooks.from <= time.steady() && time.steady() < script.hooks.until
        if (fails) world.count('hook-fails')
        time.at(time.steady() + 300, () =>
          deliver(() => answer(fails ? { kind: 'failed', why: 'not promoted' } : { kind: 'done' })),
        )
      }),
    ready: (needs: readonly { instancesReady: number }[]) =>
      new Promise<readonly number[]>((answer) => {
        const late = time.steady() < script.scaleLate
        if (late) world.count('scale-late')
        time.at(time.steady() + 100, () => deliver(() => answer(needs.map((need) => (late ? 0 : need.instancesReady)))))
      }),
  }
}

/** The store as this process reaches it; what is committed stays, whatever becomes of the process. */
function storeFor(
  world: SimWorld,
  process: Pick<Process, 'name' | 'deliver' | 'crash' | 'isAlive' | 'freeze'>,
  store: MemoryRunStore,
): RunStore {
  const never = new Promise<never>(() => undefined)
  return {
    load: (runId) => store.load(runId),
    unfinished: () => store.unfinished(),
    lease: store.lease,
    save(run, seenVersion) {
      if (!process.isAlive()) return never
      const strikes = world.script.commits.find(
        (each) =>
          each.times > 0 &&
          each.at <= world.time.steady() &&
          (!each.atWrites || run.ledger.some((entry) => entry.state === 'intended')),
      )
      if (strikes !== undefined) {
        strikes.times -= 1
        world.count(strikes.kind)
      }
      if (strikes?.kind === 'store-failure') return Promise.reject(new Error('the disk is full'))
      if (strikes?.kind === 'crash-before-commit') {
        process.crash()
        return never
      }
      const before = store.runs().find((each) => each.id === run.id)
      const saved = store.save(run, seenVersion)
      if (before !== undefined && store.runs().find((each) => each.id === run.id) === run) {
        world.trace.note(
          `commit ${process.name} v${run.version} ${run.phase}/${run.stage} step ${run.step} ${run.pause?.cause ?? ''}`,
        )
        world.watcher.onCommit(before, run)
      }
      if (strikes?.kind === 'crash-after-commit') {
        process.crash()
        return never
      }
      if (strikes?.kind !== 'freeze') return saved
      process.freeze(world.chance.whole(3000, 40_000))
      if (world.chance.percent(50)) startProcess(world)
      return new Promise((resolve) =>
        world.time.at(world.time.steady(), () => process.deliver(() => void saved.then(resolve))),
      )
    },
  }
}
