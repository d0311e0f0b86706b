import type { Run } from '#contract/evacuation/run.ts'
import { isExecuting, isFinal } from '../phases.ts'
import { drawFaults } from './fault-script.ts'
import type { FaultCounts } from './fault-kinds.ts'
import { drawPeople } from './people.ts'
import { createSimWorld, type SimWorld, startProcess } from './sim-world.ts'

/**
 * One story from one seed, on the real controller: its clock, timers, chance, store and planes are simulated, and nothing
 * else. Equal seeds tell equal stories, so every violation can be played again.
 */
export interface Story {
  seed: number
  hash: string
  violations: readonly string[]
  faults: FaultCounts
  /** How it ended. */
  phase: string
  lines: readonly string[]
}

/** Faults and whims end here; from then on people only look after it. */
const CALM_FROM_MS = 90_000
const END_MS = 400_000
/** How long a finished evacuation is watched: each third story long enough for a drift to be overdue. */
const WATCH_MS = { long: 30_000, short: 6000 }

/** `settle` resolves when everything that follows without waiting has happened. */
export async function simulate(seed: number, settle: () => Promise<void>): Promise<Story> {
  const world = createSimWorld(seed)
  startProcess(world)
  drawFaults(world)
  drawPeople(world)
  let doneAt = Infinity
  while (world.watcher.violations.length === 0 && world.time.step(END_MS)) {
    await settle()
    const run = world.run()
    if (!world.processes.some((each) => each.isAwake())) world.watcher.onAsleep()
    world.watcher.onEvent(run)
    const isDone = run !== undefined && (isFinal(run.phase) || isAtRest(run))
    doneAt = isDone ? Math.min(doneAt, world.time.steady()) : Infinity
    const enough = run !== undefined && isFinal(run.phase) ? 3000 : seed % 3 === 0 ? WATCH_MS.long : WATCH_MS.short
    if (world.time.steady() - doneAt > enough) break
  }
  judgeEnd(world)
  const phase = world.run()?.phase ?? 'none'
  for (const process of world.processes) process.freeze(Infinity)
  return {
    seed,
    hash: world.trace.hash(),
    violations: world.watcher.violations,
    faults: world.faults,
    phase,
    lines: world.trace.lines(),
  }
}

/** Evacuated, and everybody knows that it stays so. */
function isAtRest(run: Run): boolean {
  return run.phase === 'evacuated' && run.pause === null && run.planes.every(({ kind }) => kind === 'read')
}

/** Once nothing goes wrong any more and people look after it, it comes to an end. */
function judgeEnd(world: SimWorld): void {
  if (world.watcher.violations.length > 0) return
  const run = world.run()
  if (run === undefined || world.time.steady() < CALM_FROM_MS) return
  if (isExecuting(run.phase)) {
    world.watcher.violations.push(
      `still ${run.phase} at ${run.step}/${run.stage} after ${Math.round(world.time.steady() / 1000)} s: ${run.pause?.why ?? ''}`,
    )
  }
}

/** Many stories side by side, so that one wait for quiet serves them all. */
export async function simulateMany(seeds: readonly number[], settle: () => Promise<void>): Promise<Story[]> {
  return Promise.all(seeds.map((seed) => simulate(seed, settle)))
}
