import { expect, test } from 'vitest'
import type { Run } from '#contract/evacuation/run.ts'
import { draftRun } from './lifecycle.ts'
import type { RunStore } from './ports.ts'
import { descriptorOf, planOver } from './simulate/sim-plan.ts'

/** What every store of runs has to do. `put` brings in a run's first version, `wait` lets the leases' clock go on. */
export interface StoreUnderTest {
  store: RunStore
  put(run: Run): Promise<void>
  wait(ms: number): Promise<void>
}

const scope = ['edge', 'names']

export function itIsARunStore(create: () => Promise<StoreUnderTest>): void {
  itKeepsRuns(create)
  itLeases(create)
}

function itKeepsRuns(create: () => Promise<StoreUnderTest>): void {
  test('gives back what was saved, and nothing for an unknown run', async () => {
    const { store, put } = await create()
    const run = aRun()
    await put(run)
    expect(await store.load(run.id)).toEqual(run)
    expect(await store.load('01ARZ3NDEKTSV4RRFFQ69G5FZZ')).toBeNull()
  })

  test('saves only over the version that was seen', async () => {
    const { store, put } = await create()
    const run = aRun()
    await put(run)
    const next: Run = { ...run, version: 1, phase: 'awaiting-approval' }
    expect(await store.save(next, 0)).toBe(true)
    expect(await store.save({ ...next, phase: 'cancelled' }, 0)).toBe(false)
    expect(await store.load(run.id)).toEqual(next)
  })

  test('of two that saw the same version one wins', async () => {
    const { store, put } = await create()
    const run = aRun()
    await put(run)
    const wins = await Promise.all(['ann', 'bob'].map((owner) => store.save({ ...run, version: 1, owner }, 0)))
    expect(wins.filter(Boolean)).toHaveLength(1)
  })

  test('unfinished is what is not final', async () => {
    const { store, put } = await create()
    const run = aRun()
    await put(run)
    expect((await store.unfinished()).map((each) => each.id)).toEqual([run.id])
    await store.save({ ...run, version: 1, phase: 'cancelled' }, 0)
    expect(await store.unfinished()).toEqual([])
  })
}

function itLeases(create: () => Promise<StoreUnderTest>): void {
  test('a lease is held by one, and names the holder to the other', async () => {
    const { store } = await create()
    const mine = await store.lease.take({ scope, owner: 'a', runId: 'r1', ttlMs: 10_000 })
    expect(mine).toEqual({ kind: 'taken', epoch: 1 })
    const other = await store.lease.take({ scope: ['names'], owner: 'b', runId: 'r2', ttlMs: 10_000 })
    expect(other).toMatchObject({ kind: 'held', owner: 'a', runId: 'r1' })
    expect(await store.lease.take({ scope: ['elsewhere'], owner: 'b', runId: 'r2', ttlMs: 10_000 })).toMatchObject({
      kind: 'taken',
    })
  })

  test('a lease that ran out is renewed while nobody else has taken it; once taken the earlier one is not', async () => {
    const { store, wait } = await create()
    await store.lease.take({ scope, owner: 'a', runId: 'r1', ttlMs: 50 })
    await wait(100)
    expect(await store.lease.renew({ scope, epoch: 1, ttlMs: 50 })).toBe(true)
    await wait(100)
    expect(await store.lease.take({ scope, owner: 'b', runId: 'r1', ttlMs: 10_000 })).toEqual({
      kind: 'taken',
      epoch: 2,
    })
    expect(await store.lease.renew({ scope, epoch: 1, ttlMs: 50 })).toBe(false)
    expect(await store.lease.renew({ scope, epoch: 2, ttlMs: 10_000 })).toBe(true)
  })

  test('a released lease is free at once; a release under an old epoch changes nothing', async () => {
    const { store } = await create()
    await store.lease.take({ scope, owner: 'a', runId: 'r1', ttlMs: 10_000 })
    await store.lease.release({ scope, epoch: 1 })
    expect(await store.lease.take({ scope, owner: 'b', runId: 'r2', ttlMs: 10_000 })).toEqual({
      kind: 'taken',
      epoch: 2,
    })
    await store.lease.release({ scope, epoch: 1 })
    expect(await store.lease.take({ scope, owner: 'c', runId: 'r3', ttlMs: 10_000 })).toMatchObject({ kind: 'held' })
  })
}

function aRun(): Run {
  const regions = ['east', 'west']
  const { plan } = planOver({
    regions,
    victim: 'east',
    descriptors: [descriptorOf({ id: 'edge', layer: 'proxy', instances: ['e1'] }, regions)],
    start: { east: 100, west: 100 },
    demand: 1000,
    halves: [0],
    hook: false,
    scale: false,
    spread: { west: 1 },
  })
  return draftRun({ id: '01ARZ3NDEKTSV4RRFFQ69G5FRN', plan, now: 1_795_000_000_000 })
}
