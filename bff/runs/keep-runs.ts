import { FINAL_PHASES, Run } from '#contract/evacuation/run.ts'
import type { Clock } from '#bff/clock.ts'
import type { Lease, LeaseAnswer, LeaseScope, RunStore } from '#bff/evacuation/ports.ts'
import type { EvacuationRow, PlaneLeaseRow } from '#bff/store/schema.ts'
import type { StoreScope, TransactionScope } from '#bff/store/store.ts'

/**
 * Runs in the store. A run and the lines its timeline has gained are written in one transaction, each line as a row of
 * the audit log: what happened cannot be told in one place and missing in the other.
 */
export function createRunStore(input: { store: StoreScope; clock: Clock }): RunStore {
  const { store, clock } = input
  return {
    async load(runId) {
      const row = await store.evacuations.get(runId)
      return row === undefined ? null : runOf(row)
    },
    async unfinished() {
      return (await store.evacuations.unfinished()).map(runOf)
    },
    save: (run, seenVersion) =>
      store.transaction(async (tx) => {
        const before = await tx.evacuations.get(run.id)
        const row = rowOf(run, before?.created_at ?? run.plan.createdAt, clock.now())
        const isNext = run.version === (before === undefined ? 0 : seenVersion + 1)
        const isKept =
          isNext &&
          (before === undefined ? await tx.evacuations.insert(row) : await tx.evacuations.replace(row, seenVersion))
        if (isKept) await audit(tx, run, before?.events ?? 0)
        return isKept
      }),
    lease: createLease(store, clock),
  }
}

function rowOf(run: Run, createdAt: number, now: number): EvacuationRow {
  return {
    id: run.id,
    version: run.version,
    phase: run.phase,
    is_final: FINAL_PHASES.includes(run.phase) ? 1 : 0,
    direction: run.plan.direction,
    region: run.plan.scope.region,
    created_at: createdAt,
    updated_at: now,
    events: run.events.length,
    document: JSON.stringify(run),
  }
}

/** What was written by this program is read by its schema all the same: an older version of it may have written it. */
function runOf(row: EvacuationRow): Run {
  return Run.parse(JSON.parse(row.document))
}

async function audit(tx: TransactionScope, run: Run, known: number): Promise<void> {
  for (const event of run.events.slice(known)) {
    await tx.appendAudit({
      at: event.at,
      actor: event.who,
      action: `evacuation.${event.kind}`,
      subject: run.id,
      detail: { says: event.says, phase: run.phase, step: run.step, epoch: run.epoch },
      requestId: '',
    })
  }
}

/**
 * One process owns the store, so a lease of the same run that has not run out is that of a process that died: it is taken
 * over at once, under a later epoch. The wall's clock is the only one that outlives a process.
 */
function createLease(store: StoreScope, clock: Clock): Lease {
  return {
    take: ({ scope, owner, runId, ttlMs }) =>
      store.transaction(async (tx): Promise<LeaseAnswer> => {
        const now = clock.now()
        const rows = await tx.planeLeases.of(scope)
        const other = rows.find((row) => row.owner !== null && row.until > now && row.run_id !== runId)
        if (other !== undefined) {
          return { kind: 'held', owner: other.owner ?? '', runId: other.run_id ?? '', since: other.taken_at }
        }
        const epoch = 1 + Math.max(0, ...rows.map((row) => row.epoch))
        await tx.planeLeases.put(
          scope.map((plane) => ({ plane, epoch, owner, run_id: runId, taken_at: now, until: now + ttlMs })),
        )
        return { kind: 'taken', epoch }
      }),
    renew: ({ scope, epoch, ttlMs }) => {
      // Run out and taken by nobody it is still the same one's: a machine that stood still for a while is no crash.
      const until = clock.now() + ttlMs
      return change(store, scope, epoch, (row) => (row.owner === null ? null : { ...row, until }))
    },
    async release({ scope, epoch }) {
      await change(store, scope, epoch, (row) => ({ ...row, owner: null, run_id: null, until: 0 }))
    },
  }
}

/** False, and nothing changed, where any of the planes has a later epoch, or is not to be changed. */
function change(
  store: StoreScope,
  scope: LeaseScope,
  epoch: number,
  toRow: (row: PlaneLeaseRow) => PlaneLeaseRow | null,
): Promise<boolean> {
  return store.transaction(async (tx) => {
    const rows = await tx.planeLeases.of(scope)
    if (rows.length < scope.length || rows.some((row) => row.epoch !== epoch)) return false
    const changed = rows.map(toRow).filter((row) => row !== null)
    if (changed.length < rows.length) return false
    await tx.planeLeases.put(changed)
    return true
  })
}
