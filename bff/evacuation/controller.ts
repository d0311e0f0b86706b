import type { Finding } from '#contract/evacuation/rules.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { beginAnew } from './begin-anew.ts'
import type { ControllerPorts } from './controller-ports.ts'
import { createDriver, type Driver } from './driver.ts'
import { planesOf } from './goal.ts'
import type { FilingCode, StartRequest } from './lifecycle.ts'
import type { Machine, Told } from './machine.ts'
import { isExecuting, WATCHED_AFTERWARDS } from './phases.ts'
import { readForPreflight } from './read-for-preflight.ts'
import { settledOrigin } from './settled-origin.ts'
import { startRun } from './start-run.ts'
import type { RefusalCode } from './told.ts'

/**
 * The only place from which planes, hooks and the store of runs are called. It holds a driver for each run under way,
 * takes the lease before it makes one, and never writes for a run it found under way: that waits for a person.
 */
export interface Controller {
  /** At the start of the process: every unfinished run is read and classified, and stands still. */
  begin(): Promise<void>
  /** The same for one run; nothing when it is driven already, is not under way, or another process holds it. */
  drive(runId: string): Promise<void>
  /** What the planes and the rules say of a run that has not started. */
  preflight(runId: string): Promise<Acted>
  /** A person's act. Who may is checked before. */
  act(runId: string, act: Act): Promise<Acted>
  /** Stops driving and lets the leases go. Answers under way are lost, and read back by the next one. */
  close(): Promise<void>
}

export type Act = Begin | Told

export interface Begin extends Omit<StartRequest, 'breakGlass'> {
  verb: 'start' | 'break-glass'
}

export type Acted =
  | { kind: 'done'; run: Run; findings: readonly Finding[] }
  | { kind: 'refused'; code: ActCode; why: string; findings: readonly Finding[] }
export type ActCode = FilingCode | RefusalCode | 'unknown-run' | 'rules' | 'locked' | 'not-here' | 'store'

/** The runs at hand. */
export interface Desk {
  ports: ControllerPorts
  drivers: Map<string, Driver>
  /** Runs being started or begun anew at this moment. */
  busy: Set<string>
  retries: Map<string, () => void>
  isOpen: boolean
}

export function createController(ports: ControllerPorts): Controller {
  const desk: Desk = { ports, drivers: new Map(), busy: new Set(), retries: new Map(), isOpen: true }
  const { store } = ports
  return {
    drive: (runId) => drive(desk, runId),
    async begin() {
      for (const run of await store.unfinished()) await drive(desk, run.id)
    },
    async preflight(runId) {
      const run = await store.load(runId)
      if (run === null) return refused('unknown-run', 'there is no such run')
      const { findings } = await readForPreflight(run, await othersThan(runId, ports), ports)
      return { kind: 'done', run, findings }
    },
    act: (runId, act) => (isBegin(act) ? start(desk, runId, act) : tellDriver(desk, runId, act)),
    async close() {
      desk.isOpen = false
      for (const cancel of desk.retries.values()) cancel()
      for (const driver of desk.drivers.values()) driver.stop()
      for (const driver of desk.drivers.values()) await release(desk, driver.run())
      desk.drivers.clear()
    },
  }
}

export function refused(
  code: ActCode,
  why: string,
  findings: readonly Finding[] = [],
): Extract<Acted, { kind: 'refused' }> {
  return { kind: 'refused', code, why, findings }
}

export async function othersThan(runId: string, { store }: Pick<ControllerPorts, 'store'>): Promise<readonly Run[]> {
  return (await store.unfinished()).filter((each) => each.id !== runId)
}

function isBegin(act: Act): act is Begin {
  return act.verb === 'start' || act.verb === 'break-glass'
}

async function drive(desk: Desk, runId: string): Promise<void> {
  if (!desk.isOpen || desk.drivers.has(runId) || desk.busy.has(runId)) return
  desk.busy.add(runId)
  try {
    const others = await othersThan(runId, desk.ports)
    // A failback of this run is under way: it holds the planes, and ends this one or gives it back.
    if (others.some((each) => each.plan.of === runId && isExecuting(each.phase))) return
    const begun = await beginAnew(runId, desk.ports)
    if (begun.kind === 'later') again(desk, runId)
    if (begun.kind === 'begun') install(desk, { ...begun, others })
  } catch {
    again(desk, runId)
  } finally {
    desk.busy.delete(runId)
  }
}

/** A driver that ended in trouble lets go of what it still holds, so that the run is watched again soon. */
async function recover(desk: Desk, runId: string): Promise<void> {
  const driver = desk.drivers.get(runId)
  desk.drivers.delete(runId)
  again(desk, runId, desk.ports.settings.lease.renewEveryMs)
  if (driver !== undefined) await release(desk, driver.run()).catch(() => {})
}

function again(desk: Desk, runId: string, afterMs = desk.ports.settings.lease.ttlMs): void {
  if (!desk.isOpen) return
  desk.retries.get(runId)?.()
  const cancel = desk.ports.timers.after(afterMs, () => {
    desk.retries.delete(runId)
    void drive(desk, runId)
  })
  desk.retries.set(runId, cancel)
}

function install(desk: Desk, input: { machine: Machine; leasedUntil: number; others: readonly Run[] }): void {
  if (!desk.isOpen) return
  const { id } = input.machine.run
  const driver = createDriver({
    ...input,
    ports: desk.ports,
    onEnd: (run) => void end(desk, run),
    onLost: () => void recover(desk, id),
  })
  desk.drivers.set(id, driver)
}

async function start(desk: Desk, runId: string, request: Begin): Promise<Acted> {
  if (desk.busy.has(runId)) return refused('not-now', 'it is being started already')
  desk.busy.add(runId)
  try {
    const run = await desk.ports.store.load(runId)
    if (run === null) return refused('unknown-run', 'there is no such run')
    const others = await othersThan(runId, desk.ports)
    const breakGlass = request.verb === 'break-glass'
    const started = await startRun({
      run,
      request: { ...request, breakGlass },
      others,
      ports: desk.ports,
      leave: () => leaveOrigin(desk, run),
    })
    if (started.kind === 'refused') return started
    install(desk, { ...started, others })
    return { kind: 'done', run: started.machine.run, findings: started.findings }
  } catch (error) {
    // It may have been committed all the same: then it is begun anew, and waits for a person.
    again(desk, runId)
    return refused('store', error instanceof Error ? error.message : 'the store failed')
  } finally {
    desk.busy.delete(runId)
  }
}

/** A failback takes the planes over from the evacuation it leads back from; if it does not come to it, that goes on. */
async function leaveOrigin(desk: Desk, run: Run): Promise<void> {
  const driver = run.plan.of === null ? undefined : desk.drivers.get(run.plan.of)
  if (driver === undefined) return
  driver.stop()
  desk.drivers.delete(driver.runId)
  await release(desk, driver.run())
  again(desk, driver.runId)
}

async function tellDriver(desk: Desk, runId: string, told: Told): Promise<Acted> {
  const driver = desk.drivers.get(runId)
  if (driver === undefined) return refused('not-here', 'the run is not driven here at present')
  const heard = await driver.tell(told)
  if (heard.kind === 'refused') return refused(heard.code, heard.why, driver.run().findings)
  return { kind: 'done', run: heard.machine.run, findings: heard.machine.run.findings }
}

async function end(desk: Desk, run: Run): Promise<void> {
  desk.drivers.delete(run.id)
  try {
    await release(desk, run)
    if (run.plan.of !== null) await settleOrigin(desk, run, run.plan.of)
  } catch {
    // The lease runs out by itself, and the origin is settled when it is driven next.
  }
}

/** What becomes of the evacuation when the failback that leads back from it has ended. */
async function settleOrigin(desk: Desk, failback: Run, originId: string): Promise<void> {
  const { store, clock } = desk.ports
  const origin = await store.load(originId)
  if (origin === null || origin.phase !== WATCHED_AFTERWARDS) return
  const settled = settledOrigin(origin, failback, clock.now())
  if (settled === null) return drive(desk, originId)
  const stored = { ...settled, version: origin.version + 1 }
  if (await store.save(stored, origin.version)) desk.ports.onChange?.(stored)
}

function release(desk: Desk, run: Run): Promise<void> {
  return desk.ports.store.lease.release({ scope: planesOf(run), epoch: run.epoch })
}
