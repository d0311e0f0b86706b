import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Run } from '#contract/evacuation/run.ts'
import { tell } from '#bff/evacuation/journal.ts'
import { itIsARunStore } from '#bff/evacuation/run-store-conformance-fixture.ts'
import { createSetClock, openTestStore, START } from '#bff/store/store-fixture.ts'
import type { Store } from '#bff/store/store.ts'
import { createRunStore } from './keep-runs.ts'
import { aRun } from './run-fixture.ts'

async function open(store?: Store) {
  const clock = createSetClock()
  const kept = store ?? (await openTestStore({ clock }))
  return { clock, kept, store: createRunStore({ store: kept, clock }) }
}

describe('the store of runs', () => {
  itIsARunStore(async () => {
    const { clock, store } = await open()
    return {
      store,
      async put(run) {
        await store.save(run, 0)
      },
      async wait(ms) {
        clock.set(clock.now() + ms)
      },
    }
  })
})

describe('timeline and audit', () => {
  const noted = (run: Run, says: string): Run => ({
    ...tell(run, { at: START + 1, who: 'local:ada', kind: 'note', says }),
    version: run.version + 1,
  })

  test('each line of the timeline is a row of the audit, once', async () => {
    const { kept, store } = await open()
    const run = aRun()
    await store.save(run, 0)
    const told = noted(run, 'we wait for the network people')
    await store.save(told, 0)
    await store.save({ ...told, version: 2 }, 1)
    const rows = (await kept.audit.list({ limit: 10 })).toReversed()
    expect(rows.map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
      ['local:ada', 'evacuation.drafted', run.id],
      ['local:ada', 'evacuation.note', run.id],
    ])
    expect(rows[1]?.detail).toContain('we wait for the network people')
    expect((await kept.verifyAudit()).intact).toBe(true)
  })

  test('a save that lost leaves no row', async () => {
    const { kept, store } = await open()
    const run = aRun()
    await store.save(run, 0)
    await store.save(noted(run, 'first'), 0)
    expect(await store.save(noted(run, 'second'), 0)).toBe(false)
    expect(await kept.audit.list({ limit: 10 })).toHaveLength(2)
  })

  test('a transaction of others that fails takes run and rows with it', async () => {
    const { kept, clock } = await open()
    const run = aRun()
    const failing = kept.transaction(async (tx) => {
      await createRunStore({ store: tx, clock }).save(run, 0)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await kept.evacuations.get(run.id)).toBeUndefined()
    expect(await kept.audit.list({ limit: 10 })).toEqual([])
  })

  test('a version out of turn is not kept', async () => {
    const { store } = await open()
    const run = aRun()
    expect(await store.save({ ...run, version: 4 }, 3)).toBe(false)
    await store.save(run, 0)
    expect(await store.save({ ...run, version: 2 }, 0)).toBe(false)
  })
})

describe('leases', () => {
  test('a run that begins anew takes its own lease over at once, and the dead one is fenced off', async () => {
    const { store } = await open()
    const { lease } = store
    await lease.take({ scope: ['edge'], owner: 'before', runId: 'r1', ttlMs: 60_000 })
    expect(await lease.take({ scope: ['edge'], owner: 'after', runId: 'r1', ttlMs: 60_000 })).toEqual({
      kind: 'taken',
      epoch: 2,
    })
    expect(await lease.renew({ scope: ['edge'], epoch: 1, ttlMs: 60_000 })).toBe(false)
    await lease.release({ scope: ['edge'], epoch: 1 })
    expect(await lease.take({ scope: ['edge'], owner: 'other', runId: 'r2', ttlMs: 60_000 })).toMatchObject({
      kind: 'held',
      owner: 'after',
    })
  })

  test('whatever two owners do, no epoch is given twice or goes back, and no plane has two holders', async () => {
    const owner = fc.constantFrom('a', 'b')
    const scope = fc.constantFrom(['edge'], ['names'], ['edge', 'names'])
    const act = fc.oneof(
      fc.record({ kind: fc.constant('take' as const), owner, scope }),
      fc.record({ kind: fc.constant('release' as const), owner, scope }),
      fc.record({ kind: fc.constant('renew' as const), owner, scope }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(10, 200, 2_000) }),
    )
    const kept = await openTestStore()
    let trial = 0
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
        trial += 1
        const { clock, store } = await open(kept)
        const named = (planes: readonly string[]) => planes.map((plane) => `${plane}-${trial}`)
        const newest = new Map<string, number>()
        const holders = new Map<string, { owner: string; until: number }>()
        const mine = new Map<string, number>()
        for (const each of acts) {
          if (each.kind === 'wait') {
            clock.set(clock.now() + each.ms)
            continue
          }
          const planes = named(each.scope)
          const key = `${each.owner} ${planes.join(' ')}`
          if (each.kind === 'take') {
            const answer = await store.lease.take({ scope: planes, owner: each.owner, runId: each.owner, ttlMs: 1_000 })
            if (answer.kind === 'held') continue
            mine.set(key, answer.epoch)
            for (const plane of planes) {
              expect(answer.epoch).toBeGreaterThan(newest.get(plane) ?? 0)
              newest.set(plane, answer.epoch)
              const holder = holders.get(plane)
              expect(holder === undefined || holder.owner === each.owner || holder.until <= clock.now()).toBe(true)
              holders.set(plane, { owner: each.owner, until: clock.now() + 1_000 })
            }
          } else {
            const epoch = mine.get(key) ?? 0
            const isMine = planes.every((plane) => newest.get(plane) === epoch)
            if (each.kind === 'renew') {
              const renewed = await store.lease.renew({ scope: planes, epoch, ttlMs: 1_000 })
              if (!isMine) expect(renewed).toBe(false)
              if (renewed)
                for (const plane of planes) holders.set(plane, { owner: each.owner, until: clock.now() + 1_000 })
            } else {
              await store.lease.release({ scope: planes, epoch })
              if (isMine) for (const plane of planes) holders.delete(plane)
            }
          }
        }
      }),
      { numRuns: 60 },
    )
  })
})
