import type { PlaneDescriptor } from '#contract/evacuation/plane.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { advance } from './advance.ts'
import { carryOut } from './carry-out.ts'
import { concernedControls } from './concerned-controls.ts'
import type { Control } from './control.ts'
import type { ControllerPorts } from './controller-ports.ts'
import { effectDelay } from './effect-delay.ts'
import { planesOf } from './goal.ts'
import { keepLease, type LeaseKeeper } from './lease-keeper.ts'
import type { Effect, Input, Machine, Surroundings, Told } from './machine.ts'
import { isExecuting, isFinal } from './phases.ts'
import { hear, type Heard } from './told.ts'

/**
 * Drives one run under its lease: one input after the other, each new state committed before anything is done by it.
 * Whatever fails unexpectedly (the store, the lease, a version somebody else wrote) ends the driver on the spot; the run
 * is then begun anew from what is stored, which means reading the planes and waiting for a person.
 */
export interface Driver {
  readonly runId: string
  /** The run as last committed. */
  run(): Run
  tell(told: Told): Promise<Heard>
  /** Ends at once; an answer still under way is not awaited. */
  stop(): void
}

export interface DriverInput {
  ports: ControllerPorts
  machine: Machine
  /** Steady instant up to which the lease is surely ours. */
  leasedUntil: number
  others: readonly Run[]
  onEnd: (run: Run) => void
  onLost: (why: string) => void
}

type Job = Exclude<Input, { kind: 'told' }> | { kind: 'told'; told: Told; answer: (heard: Heard) => void }

interface Driving {
  input: DriverInput
  ports: ControllerPorts
  controls: readonly Control[]
  descriptors: readonly PlaneDescriptor[]
  machine: Machine
  others: readonly Run[]
  lease: LeaseKeeper
  queue: Job[]
  isAlive: boolean
  isBusy: boolean
  cancelBeat: () => void
}

const ANEW: Heard = { kind: 'refused', code: 'not-now', why: 'the run is being begun anew' }

export function createDriver(input: DriverInput): Driver {
  const { ports } = input
  const { run } = input.machine
  const controls = concernedControls(run, ports)
  const lease = keepLease({
    ports,
    runId: run.id,
    scope: planesOf(run),
    epoch: run.epoch,
    leasedUntil: input.leasedUntil,
    onLost: (why) => lose(driving, why),
    onOthers: (others) => {
      driving.others = others
    },
  })
  const driving: Driving = {
    input,
    ports,
    controls,
    descriptors: controls.map((each) => each.descriptor),
    machine: input.machine,
    others: input.others,
    lease,
    queue: [],
    isAlive: true,
    isBusy: false,
    cancelBeat: () => {},
  }
  scheduleBeat(driving)
  enqueue(driving, { kind: 'tick' })
  return {
    runId: input.machine.run.id,
    run: () => driving.machine.run,
    tell: (told) =>
      new Promise((answer) => (driving.isAlive ? enqueue(driving, { kind: 'told', told, answer }) : answer(ANEW))),
    stop: () => stop(driving),
  }
}

function stop(driving: Driving): void {
  driving.isAlive = false
  driving.cancelBeat()
  driving.lease.stop()
  for (const job of driving.queue) if (job.kind === 'told') job.answer(ANEW)
  driving.queue.length = 0
}

function lose(driving: Driving, why: string): void {
  if (!driving.isAlive) return
  stop(driving)
  driving.input.onLost(why)
}

function scheduleBeat(driving: Driving): void {
  if (!driving.isAlive) return
  const { phase } = driving.machine.run
  const { tickMs, driftEveryMs } = driving.ports.settings
  const everyMs = isExecuting(phase) && phase !== 'paused' ? tickMs : Math.max(tickMs, driftEveryMs / 2)
  driving.cancelBeat = driving.ports.timers.after(everyMs, () => {
    if (!driving.isBusy) enqueue(driving, { kind: 'tick' })
    scheduleBeat(driving)
  })
}

function enqueue(driving: Driving, job: Job): void {
  if (!driving.isAlive) return
  driving.queue.push(job)
  if (!driving.isBusy) void pump(driving)
}

async function pump(driving: Driving): Promise<void> {
  driving.isBusy = true
  for (let job = driving.queue.shift(); job !== undefined && driving.isAlive; job = driving.queue.shift()) {
    try {
      await handle(driving, job)
    } catch (error) {
      if (job.kind === 'told') job.answer(ANEW)
      lose(driving, error instanceof Error ? error.message : 'unexpected')
    }
  }
  driving.isBusy = false
}

async function handle(driving: Driving, job: Job): Promise<void> {
  const around = surroundingsOf(driving)
  const outcome = job.kind === 'told' ? hear(driving.machine, job.told, around) : advance(driving.machine, job, around)
  if ('code' in outcome) {
    if (job.kind === 'told') job.answer(outcome)
    return
  }
  const isStored = await commit(driving, outcome.machine)
  if (!isStored) {
    if (job.kind === 'told') job.answer(ANEW)
    return lose(driving, 'another version of the run is stored')
  }
  if (job.kind === 'told') job.answer({ kind: 'done', machine: driving.machine, effects: [] })
  for (const effect of outcome.effects) perform(driving, effect)
  endWhereFinal(driving)
}

/** True once it is stored; what is stored already needs no second commit. */
async function commit(driving: Driving, next: Machine): Promise<boolean> {
  if (next.run === driving.machine.run) {
    driving.machine = next
    return true
  }
  const seen = driving.machine.run.version
  const run = { ...next.run, version: seen + 1 }
  if (!(await driving.ports.store.save(run, seen))) return false
  driving.machine = { run, memory: next.memory }
  driving.ports.onChange?.(run)
  return true
}

function perform(driving: Driving, effect: Effect): void {
  if (!driving.isAlive) return
  // Frozen or slow since the commit: somebody else may hold the planes by now.
  if (effect.kind === 'write' && !driving.lease.isOurs()) return lose(driving, 'the lease has run out')
  const { ports, controls } = driving
  carryOut(effect, driving.machine.run, { ports, controls, answer: (said) => enqueue(driving, said) })
}

/** A run that has ended is let go once the last call under way has been answered. */
function endWhereFinal(driving: Driving): void {
  const { run, memory } = driving.machine
  if (!driving.isAlive || !isFinal(run.phase) || memory.calls.some((each) => each.state === 'open')) return
  stop(driving)
  driving.input.onEnd(run)
}

function surroundingsOf({ ports, descriptors, machine, others }: Driving): Surroundings {
  const { scope } = machine.run.plan
  const [now, steady] = [ports.clock.now(), ports.clock.steady()]
  // Whoever asks while a step begins to act is still led as before it.
  const actsFrom = machine.memory.readBackAt + effectDelay(machine.run, descriptors).usual
  return {
    now,
    steady,
    jitter: ports.random(),
    descriptors,
    fleet: ports.telemetry.observe(scope),
    probes: ports.probes.observe(scope, now - (steady - actsFrom)),
    settings: ports.settings,
    others,
  }
}
