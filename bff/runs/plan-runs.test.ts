import { describe, expect, test } from 'vitest'
import type { Intention } from '#contract/evacuation/api.ts'
import type { InstanceReading } from '#contract/evacuation/plane.ts'
import { Run } from '#contract/evacuation/run.ts'
import type { RegionVerdict } from '#contract/evacuation/verdict.ts'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import type { Control } from '#bff/evacuation/control.ts'
import { descriptorOf } from '#bff/evacuation/simulate/sim-plan.ts'
import { createSetClock, openTestStore, testCtx } from '#bff/store/store-fixture.ts'
import { withIdempotency } from '#bff/store/with-idempotency.ts'
import { createTopology } from '#bff/topology/create-topology.ts'
import { EAST, edge, NOON, REGIONS, report, WEST } from '#bff/topology/report-fixture.ts'
import { createRunStore } from './keep-runs.ts'
import { createPlanning, hashOf } from './plan-runs.ts'
import { PlanningSettings } from './planning-settings.ts'
import { watchPlanes } from './watch-planes.ts'

const INTENTION: Intention = {
  scope: { kind: 'region', region: EAST },
  profile: 'emergency',
  failure: 'edge-alive',
  placement: 'headroom',
}
const DRAFT = { ...INTENTION, reason: 'power is gone' }
const ENTERED = [EAST, WEST].map((region) => ({
  region,
  service: 'api',
  readyInstances: 10,
  requestsPerSecondPerInstance: 100,
}))

interface Ground {
  settings?: object
  verdicts?: readonly RegionVerdict[]
  hasControls?: boolean
}

/** Two regions, one plane that splits them evenly, 400 and 300 requests/s. */
async function planning({ settings = {}, verdicts = [], hasControls = true }: Ground = {}) {
  const clock = createSetClock(NOON)
  const store = await openTestStore({ clock })
  const topology = createTopology({ epoch: 'e', regions: REGIONS, freshness: DEFAULT_FRESHNESS_RULE })
  const edges = [
    edge('internet>us-east-1/edge', { requestsPerSecond: 400 }),
    edge('internet>us-west-2/edge', { requestsPerSecond: 300 }),
  ]
  topology.accept(report({ edges }))
  const { frame } = topology.takeFrame({ seq: 1, at: NOON, worldAt: NOON })
  const reading = (instance: string): InstanceReading => ({
    instance,
    at: clock.now(),
    segments: [{ segment: 'all', weights: { [EAST]: 50, [WEST]: 50 } }],
  })
  const control: Control = {
    descriptor: descriptorOf({ id: 'edge', layer: 'proxy', instances: ['edge-1'], atomicScope: 'instance' }, [
      EAST,
      WEST,
    ]),
    read: async (instance) => ({ kind: 'read', reading: reading(instance) }),
    write: async () => ({ kind: 'unknown', why: 'nothing is written here' }),
    byHand: () => '',
    readByHand: () => '',
    close: async () => {},
  }
  const controls = hasControls ? [control] : []
  const runs = createRunStore({ store, clock })
  const made = createPlanning({
    newest: () => frame,
    roster: () => topology.roster(),
    minutes: async ({ region }) => ({ region, service: null, minutes: [] }),
    verdicts: () => verdicts,
    planes: watchPlanes({ controls, clock, timers: { setTimeout: () => 0, clearTimeout: () => {} } }),
    controls,
    runs,
    scaler: null,
    settings: PlanningSettings.parse({ capacity: ENTERED, ...settings }),
    now: () => clock.now(),
  })
  return { made, store, runs, ctx: testCtx(store, clock) }
}

describe('a draft', () => {
  test('is filed with the hash of what it says, by whoever asked', async () => {
    const { made, ctx, runs } = await planning()
    const run = await (await made.draft(DRAFT))(ctx)
    const { hash, ...plan } = run.plan
    expect(hashOf(plan)).toBe(hash)
    expect(run).toMatchObject({ phase: 'draft', version: 0, plan: { reason: 'power is gone', of: null } })
    expect(await runs.load(run.id)).toEqual(run)
  })

  test('can be filed within a transaction of the command that remembers its key', async () => {
    const { made, ctx, store } = await planning()
    const keep = await made.draft(DRAFT)
    const command = () =>
      withIdempotency({
        ctx,
        key: 'k1',
        route: 'POST drafts',
        body: null,
        run: async (inside) => ({ status: 201, body: JSON.parse(JSON.stringify(await keep(inside))) }),
      })
    const [first, again] = [await command(), await command()]
    expect(Run.parse(again.body).id).toBe(Run.parse(first.body).id)
    expect(await store.evacuations.unfinished()).toHaveLength(1)
  })

  test('what leads nowhere is refused in words', async () => {
    const { made } = await planning()
    const nowhere = made.draft({ ...DRAFT, scope: { kind: 'segment', region: EAST, segment: 'de' } })
    await expect(nowhere).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('cannot be planned'),
    })
  })

  test('without controls there is nothing to do it with', async () => {
    const { made } = await planning({ hasControls: false })
    await expect(made.draft(DRAFT)).rejects.toMatchObject({
      code: 'conflict',
      expected: expect.stringContaining('controls'),
    })
  })

  test('only an evacuated region is led back', async () => {
    const { made, ctx } = await planning()
    const run = await (await made.draft(DRAFT))(ctx)
    const back = (id: string) => made.draftFailback({ id, input: { reason: 'it is well again' } })
    await expect(back(run.id)).rejects.toMatchObject({ code: 'conflict', expected: 'evacuated' })
    await expect(back('01ARZ3NDEKTSV4RRFFQ69G5FZZ')).rejects.toMatchObject({ code: 'not_found' })
  })

  test('its dry run lists the exact writes, and writes nothing', async () => {
    const { made, ctx } = await planning()
    const run = await (await made.draft(DRAFT))(ctx)
    const { writes } = await made.dryRun(run)
    expect(writes[0]).toMatchObject({ plane: 'edge', instance: 'edge-1', before: { [EAST]: 50, [WEST]: 50 } })
    expect(writes.at(-1)?.after).toMatchObject({ [EAST]: 0 })
  })
})

describe('the situation it is planned from', () => {
  test('the rate of the region that is left is not believed; on a calm day it is', async () => {
    const { made } = await planning()
    const demand = (rows: readonly { region: string; requestsPerSecond: number }[]) =>
      rows.find(({ region }) => region === EAST)?.requestsPerSecond
    expect(demand((await made.plan(INTENTION)).situation.demand)).toBeNaN()
    expect(demand((await made.calmSituation()).demand)).toBeCloseTo(400, 0)
  })

  test('a sick region takes nothing over', async () => {
    const sick: RegionVerdict = { region: WEST, word: 'sick', since: NOON, at: NOON, evidence: [] }
    const { made } = await planning({ verdicts: [sick] })
    const { situation, answer } = await made.plan(INTENTION)
    expect(situation.regions.find(({ region }) => region === WEST)?.unfit).toContain('sick')
    expect(answer.kind).toBe('refused')
  })

  test('paces of the configuration are kept; what it leaves out stays', async () => {
    const { made } = await planning({ settings: { paces: { emergency: { holdMs: 7 } } } })
    const { settings } = (await made.plan(INTENTION)).situation
    expect(settings.paces.emergency).toEqual({ stages: [0.25, 0.5, 0.75, 1], holdMs: 7, mostRise: 0.1 })
    expect(settings.paces.drill.holdMs).toBe(150_000)
  })

  test.each([[[0.5, 0.4, 1]], [[0.5]], [[]]])('stages %j are no way', (stages) => {
    expect(PlanningSettings.safeParse({ paces: { drill: { stages } } }).success).toBe(false)
  })
})
