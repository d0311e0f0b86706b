import { expect, test } from 'vitest'
import type { Plan } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { Act, Acted } from './controller.ts'
import { armedRun, EMPTY, plainSetup, play, type Play, truthOf } from './simulate/play-fixture.ts'
import { RUN_ID, startProcess } from './simulate/sim-world.ts'

/** From one run's lease to the other's, and back: who watches the planes of an evacuated region while it is led back. */
const BACK_ID = '01ARZ3NDEKTSV4RRFFQ69G5FRQ'
const AS_IT_WAS = { east: 100, west: 100, north: 100 }
const setup = plainSetup()

interface Story {
  it: Play
  back(): Run
  origin(): Run
  act(told: Act): Promise<Acted>
  start(): Promise<Acted>
  /** Which run wrote, call by call, and under which epoch. */
  written: { run: string; epoch: number }[]
}

/** The evacuation's shifts, undone as a plan of their own. */
function planBack(plan: Plan): Plan {
  const [first] = plan.steps
  if (first?.kind !== 'shift') throw new Error('no shift')
  const shares = { east: 1 / 3, west: 1 / 3, north: 1 / 3 }
  const shifts = plan.steps
    .flatMap((step) => (step.kind === 'shift' ? [step] : []))
    .toReversed()
    .map((step) => ({
      ...step,
      id: `back-${step.id}`,
      // While names lead, the proxies still send nobody.
      shares: step.layer === 'dns' ? step.shares : step.id === first.id ? shares : first.shares,
      splits: step.splits.map(({ plane, segment, was, wanted }) => ({ plane, segment, was: wanted, wanted: was })),
    }))
  const verify = plan.steps.filter(({ kind }) => kind === 'verify')
  const regions = plan.prediction.regions.map((each) => ({
    ...each,
    beforeRequestsPerSecond: each.region === 'east' ? 0 : 500,
  }))
  const prediction = { ...plan.prediction, regions }
  return { ...plan, id: BACK_ID, direction: 'failback', of: RUN_ID, prediction, steps: [...shifts, ...verify] }
}

async function evacuated(): Promise<Story> {
  const it = play(setup)
  await it.start()
  await it.pass(60_000)
  expect(it.run().phase).toBe('evacuated')
  const { world } = it
  const back = armedRun({ ...setup, plan: planBack(setup.plan) }, world.time.now(), BACK_ID)
  world.store.insert(back)
  const written: Story['written'] = []
  world.watcher.onCall = ({ intent }) => {
    written.push({ run: intent.key.split(':')[0] ?? '', epoch: intent.mark.epoch })
  }
  const stored = (id: string) => {
    const run = world.store.runs().find((each) => each.id === id)
    if (run === undefined) throw new Error(`no run ${id}`)
    return run
  }
  const act = async (told: Act) => {
    const process = world.processes.findLast((each) => each.isAwake())
    if (process === undefined) throw new Error('nobody is awake')
    const heard = process.controller.act(BACK_ID, told)
    await it.pass(100)
    return heard
  }
  return {
    it,
    back: () => stored(BACK_ID),
    origin: () => stored(RUN_ID),
    act,
    start: () => act({ verb: 'start', by: 'ann', steppedUpAt: world.time.now() - 1000, typed: 'east' }),
    written,
  }
}

const resume = { verb: 'resume', by: 'ann' } as const

test('it takes the lease over, writes alone and under a later epoch, and ends the evacuation with itself', async () => {
  const { it, back, origin, start, written } = await evacuated()
  expect(await start()).toMatchObject({ kind: 'done' })
  expect(back().epoch).toBeGreaterThan(origin().epoch)
  const first = it.world.processes[0]
  expect(await first?.controller.act(RUN_ID, { verb: 'hold', by: 'ann' })).toMatchObject({ code: 'not-here' })
  await it.pass(60_000)
  expect(back().phase).toBe('restored')
  expect(origin()).toMatchObject({ phase: 'restored', pause: null })
  expect(new Set(written.map(({ run }) => run))).toEqual(new Set([BACK_ID]))
  expect(new Set(written.map(({ epoch }) => epoch))).toEqual(new Set([back().epoch]))
  expect(truthOf(it, 'edge')).toEqual([AS_IT_WAS, AS_IT_WAS, AS_IT_WAS])
  const lease = await it.world.store.lease.take({ scope: ['edge', 'names'], owner: 'x', runId: 'x', ttlMs: 1 })
  expect(lease.kind).toBe('taken')
})

test('a crash on the way back: it is begun anew and waits, and the evacuation stays out of its way', async () => {
  const { it, back, origin, act, start, written } = await evacuated()
  await start()
  await it.pass(3000)
  const before = written.length
  it.world.processes[0]?.crash()
  await it.pass(40_000)
  expect(back()).toMatchObject({ phase: 'paused', pause: { cause: 'restart' } })
  expect(origin().phase).toBe('evacuated')
  expect(written).toHaveLength(before)
  expect(await act(resume)).toMatchObject({ kind: 'done' })
  await it.pass(60_000)
  expect([back().phase, origin().phase]).toEqual(['restored', 'restored'])
})

test('two processes: who was frozen while it led back writes nothing any more', async () => {
  const { it, back, act, start, written } = await evacuated()
  await start()
  await it.pass(2000)
  it.world.processes[0]?.freeze(60_000)
  const before = written.length
  startProcess(it.world)
  await it.pass(40_000)
  expect(back()).toMatchObject({ phase: 'paused', owner: it.world.processes[1]?.name })
  expect(written).toHaveLength(before)
  await act(resume)
  await it.pass(80_000)
  expect(back().phase).toBe('restored')
  expect(written.every(({ epoch }, index) => epoch >= (written[index - 1]?.epoch ?? 0))).toBe(true)
})

test('rolled back, the evacuation has its planes again and watches them', async () => {
  const { it, back, origin, act, start } = await evacuated()
  await start()
  await it.pass(3000)
  expect(await act({ verb: 'roll-back', by: 'ann' })).toMatchObject({ kind: 'done' })
  await it.pass(60_000)
  expect(back()).toMatchObject({ phase: 'rolled-back', pause: null })
  expect(origin()).toMatchObject({ phase: 'evacuated', pause: null })
  expect(origin().epoch).toBeGreaterThan(back().epoch)
  expect(truthOf(it, 'edge')).toEqual([EMPTY, EMPTY, EMPTY])
  const edge = it.world.planes[0]
  const instance = edge?.instances[0]
  if (edge === undefined || instance === undefined) throw new Error('no edge')
  edge.writeAsStranger(instance, 'all', AS_IT_WAS)
  await it.pass(12_000)
  expect(origin()).toMatchObject({ phase: 'evacuated', pause: { cause: 'drift' } })
})

test('into a region that fails it does not begin, and the evacuation goes on watching; by its name it does', async () => {
  const { it, back, origin, act, start } = await evacuated()
  it.world.traffic.state.errorsOf.set('east', 0.5)
  await it.pass(2000)
  expect(await start()).toMatchObject({ kind: 'refused', code: 'rules', why: 'east: 50 % errors' })
  expect(back().phase).toBe('armed')
  await it.pass(20_000)
  expect(origin()).toMatchObject({ phase: 'evacuated', epoch: 1 })
  const reason = 'its errors are those of our probes alone'
  const steppedUpAt = it.world.time.now() - 1000
  const named = { verb: 'start', by: 'ann', steppedUpAt, typed: 'east', overrides: ['region-well'], reason } as const
  expect(await act(named)).toMatchObject({ kind: 'done', run: { overrides: [{ rules: ['region-well'], reason }] } })
})

test('a region that falls sick again on the way back stops it before the next step', async () => {
  const { it, back, start } = await evacuated()
  await start()
  await it.pass(1000)
  it.world.traffic.state.errorsOf.set('east', 0.5)
  await it.pass(20_000)
  expect(back()).toMatchObject({ phase: 'paused' })
  expect(back().step).toBeLessThan(2)
})
