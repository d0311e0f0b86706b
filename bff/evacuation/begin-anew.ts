import type { Run } from '#contract/evacuation/run.ts'
import { concernedControls } from './concerned-controls.ts'
import type { ControllerPorts } from './controller-ports.ts'
import { planesOf } from './goal.ts'
import { SYSTEM, tell } from './journal.ts'
import { freshMemory, type Machine } from './machine.ts'
import { isDriven } from './phases.ts'

export type BegunAnew =
  | { kind: 'begun'; machine: Machine; leasedUntil: number }
  | { kind: 'later' }
  | { kind: 'nothing' }

/**
 * A run found under way, after a restart or a lost lease: a new lease under a new epoch, and then nothing but reading.
 * Later, while somebody else holds the planes.
 */
export async function beginAnew(runId: string, ports: ControllerPorts): Promise<BegunAnew> {
  const { store, clock, settings, owner } = ports
  const run = await store.load(runId)
  if (run === null || !isDriven(run.phase)) return { kind: 'nothing' }
  const askedAt = clock.steady()
  const lease = await store.lease.take({ scope: planesOf(run), owner, runId, ttlMs: settings.lease.ttlMs })
  if (lease.kind === 'held') return { kind: 'later' }
  const machine = reconcilingMachine(run, lease.epoch, ports)
  if (!(await store.save(machine.run, run.version))) return { kind: 'later' }
  ports.onChange?.(machine.run)
  return { kind: 'begun', machine, leasedUntil: askedAt + settings.lease.ttlMs }
}

/** Nothing is known of what the planes say, and nothing is written before a person says so. */
function reconcilingMachine(run: Run, epoch: number, ports: ControllerPorts): Machine {
  const { clock, owner } = ports
  const descriptors = concernedControls(run, ports).map((each) => each.descriptor)
  const steady = clock.steady()
  const atRest = run.step >= run.plan.steps.length && run.stage === 'verified'
  const anew: Run = {
    ...run,
    version: run.version + 1,
    epoch,
    owner,
    phase: 'reconciling',
    stageSince: clock.now(),
    nextAt: null,
  }
  const says = 'begun anew: the planes are read before anything else'
  const reconcile = { since: steady, tries: 1, onward: atRest ? ('evacuated' as const) : ('paused' as const) }
  return {
    run: tell(anew, { at: clock.now(), who: SYSTEM, kind: 'reconciling', says }),
    memory: { ...freshMemory(descriptors, steady), reconcile },
  }
}
