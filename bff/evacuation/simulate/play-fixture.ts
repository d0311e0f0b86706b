import { expect } from 'vitest'
import type { Run } from '#contract/evacuation/run.ts'
import type { Act, Acted } from '../controller.ts'
import { approveRun, draftRun, proposeRun } from '../lifecycle.ts'
import type { WriteFault } from './fault-kinds.ts'
import { settle } from './settle-fixture.ts'
import { descriptorOf, planOver, type PlanInput, type SimSetup } from './sim-plan.ts'
import { createSimWorld, type Process, RUN_ID, SIM_SETTINGS, type SimWorld, startProcess } from './sim-world.ts'

/** One story told by hand: a plain plan on three edges and two nameservers, and whatever the test makes go wrong. */
export interface Play {
  world: SimWorld
  run(): Run
  /** Lets everything happen that happens within so many ms. */
  pass(ms: number): Promise<void>
  act(act: Act, process?: Process): Promise<Acted>
  start(): Promise<Acted>
  /** These writes of a plane go wrong so often. */
  spoil(fault: WriteFault, where: { plane: string; instance?: string; times?: number }): void
  /** Keys called so far, each as often as it was. */
  calls(): readonly string[]
}

const REGIONS = ['east', 'west', 'north'] as const

export function plainSetup(changed: Partial<PlanInput> = {}): SimSetup {
  const edge = descriptorOf({ id: 'edge', layer: 'proxy', instances: ['e1', 'e2', 'e3'] }, REGIONS)
  const names = descriptorOf(
    {
      id: 'names',
      layer: 'dns',
      instances: ['n1', 'n2'],
      atomicScope: 'segment',
      effectDelayMs: { usual: 1000, worst: 3000 },
    },
    REGIONS,
  )
  return planOver({
    regions: REGIONS,
    victim: 'east',
    descriptors: [edge, names],
    start: { east: 100, west: 100, north: 100 },
    demand: 1000,
    halves: [0.5, 0],
    hook: false,
    scale: false,
    spread: { west: 0.5, north: 0.5 },
    ...changed,
  })
}

export function armedRun(setup: SimSetup, now: number, id = RUN_ID): Run {
  const proposed = proposeRun(draftRun({ id, plan: setup.plan, now }), { by: 'ann', now })
  if (proposed.kind !== 'done') throw new Error(proposed.why)
  const approved = approveRun(proposed.run, { by: 'bob', planHash: setup.plan.hash, now, settings: SIM_SETTINGS })
  if (approved.kind !== 'done') throw new Error(approved.why)
  return approved.run
}

export function play(setup: SimSetup = plainSetup()): Play {
  const world = createSimWorld(1, setup)
  world.store.insert(armedRun(setup, world.time.now()))
  world.watcher.onLegitimateStart()
  const first = startProcess(world)
  const calls: string[] = []
  const onCall = world.watcher.onCall
  world.watcher.onCall = (call) => {
    calls.push(call.intent.key)
    onCall(call)
  }
  const pass = async (ms: number) => {
    const end = world.time.steady() + ms
    await settle()
    while (world.time.step(end)) await settle()
    let isOver = false
    world.time.at(end, () => {
      isOver = true
    })
    while (!isOver && world.time.step(end)) await settle()
  }
  const act = async (told: Act, process: Process = first) => {
    world.watcher.onClick(told.verb === 'reassert' || 'overrides' in told ? 'override' : told.verb, run().epoch)
    const heard = process.controller.act(RUN_ID, told)
    await pass(100)
    return heard
  }
  const run = () => {
    const stored = world.run()
    if (stored === undefined) throw new Error('no run')
    return stored
  }
  return {
    world,
    run,
    pass,
    act,
    start: () => act({ verb: 'start', by: 'ann', steppedUpAt: world.time.now() - 1000, typed: 'east' }),
    spoil(fault, { plane, instance, times = 1 }) {
      world.script.writes.push({ fault, plane, instance: instance ?? null, from: 0, until: Infinity, times })
    },
    calls: () => calls,
  }
}

/** A row of a table of faults: what goes wrong, and what must come of it. */
export type FaultRow = [name: string, story: () => Promise<Play>]

export function paused(cause: string, why?: RegExp) {
  const reason = why === undefined ? {} : { why: expect.stringMatching(why) }
  return { phase: 'paused', pause: expect.objectContaining({ cause, ...reason }) }
}

/** Lines of one kind in the run's timeline. */
export function said(it: Play, kind: string) {
  return it.run().events.filter((event) => event.kind === kind)
}

/** What the instances of a plane truly do with everybody. */
export function truthOf(it: Play, plane: string) {
  return it.world.planes.find((each) => each.descriptor.id === plane)?.instances.map((each) => each.truth['all']) ?? []
}

/** As the plain plan leaves every place. */
export const EMPTY = { east: 0, west: 150, north: 150 }
