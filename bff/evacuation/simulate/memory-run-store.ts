import type { Run } from '#contract/evacuation/run.ts'
import { isFinal } from '../phases.ts'
import type { LeaseAnswer, LeaseScope, RunStore } from '../ports.ts'

/** Runs and leases in memory: what every store of runs has to be like, without a disk. */
export interface MemoryRunStore extends RunStore {
  /** Puts a run there that has no earlier version. */
  insert(run: Run): void
  runs(): readonly Run[]
  /** Of a run's planes; 0 before there was one. */
  epochOf(scope: LeaseScope): number
}

interface Held {
  scope: LeaseScope
  owner: string
  runId: string
  epoch: number
  since: number
  until: number
}

/** `steady` is the clock leases run by: never the wall's. */
export function createMemoryRunStore(clock: { now(): number; steady(): number }): MemoryRunStore {
  const runs = new Map<string, Run>()
  const epochs = new Map<string, number>()
  let held: Held[] = []

  const epochOf = (scope: LeaseScope) => Math.max(0, ...scope.map((plane) => epochs.get(plane) ?? 0))
  const overlaps = (one: LeaseScope, other: LeaseScope) => one.some((plane) => other.includes(plane))

  const take = (input: { scope: LeaseScope; owner: string; runId: string; ttlMs: number }): LeaseAnswer => {
    held = held.filter((each) => each.until > clock.steady())
    const holder = held.find((each) => overlaps(each.scope, input.scope))
    if (holder !== undefined) {
      return { kind: 'held', owner: holder.owner, runId: holder.runId, since: holder.since }
    }
    const epoch = epochOf(input.scope) + 1
    for (const plane of input.scope) epochs.set(plane, epoch)
    const { scope, owner, runId, ttlMs } = input
    held.push({ scope, owner, runId, epoch, since: clock.now(), until: clock.steady() + ttlMs })
    return { kind: 'taken', epoch }
  }

  return {
    insert: (run) => void runs.set(run.id, run),
    runs: () => [...runs.values()],
    epochOf,
    load: (runId) => Promise.resolve(runs.get(runId) ?? null),
    unfinished: () => Promise.resolve([...runs.values()].filter((run) => !isFinal(run.phase))),
    save(run, seenVersion) {
      if (runs.get(run.id)?.version !== seenVersion || run.version !== seenVersion + 1) return Promise.resolve(false)
      runs.set(run.id, run)
      return Promise.resolve(true)
    },
    lease: {
      take: (input) => Promise.resolve(take(input)),
      renew({ scope, epoch, ttlMs }) {
        const mine = held.find((each) => each.epoch === epoch && overlaps(each.scope, scope))
        if (mine === undefined || epochOf(scope) !== epoch) return Promise.resolve(false)
        mine.until = clock.steady() + ttlMs
        return Promise.resolve(true)
      },
      release({ scope, epoch }) {
        held = held.filter((each) => each.epoch !== epoch || !overlaps(each.scope, scope))
        return Promise.resolve()
      },
    },
  }
}
