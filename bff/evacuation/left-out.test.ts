import { describe, expect, test } from 'vitest'
import { advance } from './advance.ts'
import { freshMemory } from './machine.ts'
import { armedRun, EMPTY, paused, type Play, plainSetup, play, said, truthOf } from './simulate/play-fixture.ts'
import { SIM_SETTINGS } from './simulate/sim-world.ts'

const REASON = 'it is down and the others carry its users'
const E3 = [{ plane: 'edge', instance: 'e3' }]
const without = { verb: 'leave-out', by: 'ann', places: E3, reason: REASON } as const
const AS_IT_WAS = { east: 100, west: 100, north: 100 }

function instanceOf(it: Play, id: string) {
  const instance = it.world.planes[0]?.instances.find((each) => each.id === id)
  if (instance === undefined) throw new Error(`no ${id}`)
  return instance
}

/** From now on nobody can read it. */
function hush(it: Play, instance: string, forMs = Infinity): void {
  const from = it.world.time.steady()
  it.world.script.unreadable.push({ plane: 'edge', instance, from, until: from + forMs })
}

function speak(it: Play): void {
  it.world.script.unreadable.length = 0
}

function expectSound(it: Play): void {
  expect(it.world.watcher.violations).toEqual([])
}

describe('one edge of three cannot be read', () => {
  async function pausedWithoutE3(): Promise<Play> {
    const it = play(plainSetup({ halves: [0.6, 0.3, 0] }))
    await it.start()
    await it.pass(3500)
    hush(it, 'e3')
    await it.pass(15_000)
    expect(it.run()).toMatchObject(paused('guard', /cannot be read: edge\/e3/))
    return it
  }

  test('and still serves: one word is enough for the whole run, and nothing is called empty before it is', async () => {
    const it = await pausedWithoutE3()
    expect(await it.act(without)).toMatchObject({ kind: 'done', run: { phase: 'running', leftOut: E3 } })
    await it.pass(40_000)
    // Its third of what it had goes on to east: the last wait says so, and no step before it has asked again.
    expect(said(it, 'paused')).toHaveLength(1)
    expect(it.run()).toMatchObject({
      phase: 'running',
      stuckClients: expect.stringMatching(/requests\/s still arrive/),
    })
    expect(it.run().planes).toContainEqual(expect.objectContaining({ kind: 'unread', plane: 'edge', instance: 'e3' }))
    expect(it.run().overrides).toMatchObject([{ rules: ['plane-readable'], by: 'ann', reason: REASON }])
    expect(said(it, 'overridden').map(({ says }) => says)).toEqual([`goes on without edge/e3: ${REASON}`])
    speak(it)
    await it.pass(40_000)
    expect(it.run()).toMatchObject({ phase: 'evacuated', leftOut: [] })
    expect(truthOf(it, 'edge')).toEqual([EMPTY, EMPTY, EMPTY])
    expectSound(it)
  })

  test('and serves nobody: it is evacuated without it, says what is not known, and is told when it comes back', async () => {
    const it = await pausedWithoutE3()
    instanceOf(it, 'e3').isDown = true
    await it.act(without)
    await it.pass(60_000)
    expect(said(it, 'paused')).toHaveLength(1)
    expect(it.run()).toMatchObject({ phase: 'evacuated', pause: null, leftOut: E3 })
    expect(said(it, 'note').map(({ says }) => says)).toContain('nobody knows what edge/e3 would say')
    // Started anew with the weights of its file.
    instanceOf(it, 'e3').truth = { all: AS_IT_WAS }
    instanceOf(it, 'e3').isDown = false
    speak(it)
    await it.pass(25_000)
    expect(it.run()).toMatchObject({ phase: 'evacuated', leftOut: [], pause: { cause: 'drift' } })
    await it.act({ verb: 'reassert', by: 'ann' })
    await it.pass(40_000)
    expect(it.run()).toMatchObject({ phase: 'evacuated', pause: null })
    expect(truthOf(it, 'edge')).toEqual([EMPTY, EMPTY, EMPTY])
    expectSound(it)
  })

  test('and comes back with the weights of its file while it runs: its own, not others’; it is taken along', async () => {
    const it = await pausedWithoutE3()
    await it.act(without)
    await it.pass(2000)
    instanceOf(it, 'e3').truth = { all: AS_IT_WAS }
    speak(it)
    await it.pass(60_000)
    expect(said(it, 'paused').map(({ says }) => says)).toEqual([expect.stringMatching(/cannot be read/)])
    expect(it.run()).toMatchObject({ phase: 'evacuated', leftOut: [] })
    expect(truthOf(it, 'edge')).toEqual([EMPTY, EMPTY, EMPTY])
    expectSound(it)
  })

  test('and comes back saying what nobody meant: that is a change by others', async () => {
    const it = await pausedWithoutE3()
    await it.act(without)
    await it.pass(2000)
    instanceOf(it, 'e3').truth = { all: { east: 7, west: 8, north: 9 } }
    speak(it)
    await it.pass(30_000)
    expect(it.run()).toMatchObject(paused('drift', /edge\/e3 says east 7/))
    expectSound(it)
  })

  test('another one that falls silent later is asked about anew', async () => {
    const it = await pausedWithoutE3()
    await it.act(without)
    hush(it, 'e2')
    await it.pass(25_000)
    expect(it.run()).toMatchObject({ phase: 'paused', pause: { why: expect.stringMatching(/edge\/e2$/) }, leftOut: E3 })
    expectSound(it)
  })

  test('naming the rule at a resume says the same of those that are silent then', async () => {
    const it = await pausedWithoutE3()
    const heard = await it.act({ verb: 'resume', by: 'ann', reason: REASON, overrides: ['plane-readable'] })
    expect(heard).toMatchObject({ kind: 'done', run: { leftOut: [{ ...E3[0], by: 'ann', reason: REASON }] } })
    hush(it, 'e2')
    await it.pass(25_000)
    expect(it.run()).toMatchObject({ phase: 'paused', pause: { why: expect.stringMatching(/edge\/e2$/) }, leftOut: E3 })
    expectSound(it)
  })

  test.for([
    ['without a reason', { reason: 'so' }, 'reason-needed'],
    ['what answers', { places: [{ plane: 'edge', instance: 'e1' }] }, 'nothing-to-do'],
    ['what nobody knows', { places: [{ plane: 'edge', instance: 'e9' }] }, 'nothing-to-do'],
    ['together with what answers', { places: [...E3, { plane: 'edge', instance: 'e1' }] }, 'nothing-to-do'],
  ] as const)('cannot be left out %s', async ([, changed, code]) => {
    const it = await pausedWithoutE3()
    expect(await it.act({ ...without, ...changed })).toMatchObject({ kind: 'refused', code })
    expect(it.run()).toMatchObject({ phase: 'paused', leftOut: [] })
  })
})

test('the last places of a plan cannot be left out', async () => {
  const edge = plainSetup().descriptors[0]
  if (edge === undefined) throw new Error('no edge')
  const it = play(plainSetup({ descriptors: [{ ...edge, instances: ['e3'] }] }))
  await it.start()
  await it.pass(3500)
  hush(it, 'e3')
  await it.pass(15_000)
  expect(await it.act(without)).toMatchObject({ kind: 'refused', code: 'not-overridable' })
})

test('a frozen one may still do what it was told: nothing is written to it before it has stood still', async () => {
  const it = play()
  it.spoil('very-late-apply', { plane: 'edge', instance: 'e3' })
  await it.start()
  await it.pass(1000)
  hush(it, 'e3', 45_000)
  await it.pass(35_000)
  expect(it.run()).toMatchObject(paused('unknown-write', /cannot be read: edge\/e3/))
  expect(await it.act(without)).toMatchObject({ kind: 'done', run: { leftOut: E3 } })
  await it.pass(90_000)
  expect(it.run()).toMatchObject({ phase: 'evacuated', leftOut: [] })
  expect(it.run().ledger.filter(({ state }) => state === 'unknown' || state === 'intended')).toEqual([])
  expect(truthOf(it, 'edge')).toEqual([EMPTY, EMPTY, EMPTY])
  expectSound(it)
})

test('evacuated, a place that cannot be read is an alarm, until it answers again or is left out by name', async () => {
  const it = play()
  await it.start()
  await it.pass(60_000)
  expect(it.run()).toMatchObject({ phase: 'evacuated', pause: null })
  hush(it, 'e3')
  await it.pass(25_000)
  expect(it.run()).toMatchObject({
    phase: 'evacuated',
    pause: { cause: 'plane', why: expect.stringMatching(/edge\/e3/) },
  })
  speak(it)
  await it.pass(15_000)
  expect(it.run()).toMatchObject({ phase: 'evacuated', pause: null })
  hush(it, 'e3')
  await it.pass(25_000)
  expect(it.run()).toMatchObject({ phase: 'evacuated', pause: { cause: 'plane' } })
  expect(await it.act(without)).toMatchObject({ kind: 'done', run: { phase: 'evacuated', pause: null, leftOut: E3 } })
  await it.pass(25_000)
  expect(it.run()).toMatchObject({ phase: 'evacuated', pause: null, leftOut: E3 })
  expectSound(it)
})

test('one lost reading does not leave the planes without a word for as long as the witnesses are looked at', () => {
  const setup = plainSetup()
  const now = 1_795_000_000_000
  const run = { ...armedRun(setup, now), phase: 'running' as const, stage: 'observing' as const, startedAt: now }
  const fresh = freshMemory(setup.descriptors, 0)
  const books = fresh.books.map((book) => ({
    ...book,
    readAt: 9000,
    failure: book.instance === 'e2' ? { why: 'timeout', at: 8000, since: 8000 } : null,
  }))
  const around = {
    now,
    steady: 10_000,
    jitter: 0,
    descriptors: setup.descriptors,
    others: [],
    fleet: { at: now, regions: [], business: null },
    probes: { observedAt: NaN, answeredBy: {}, failed: 0 },
    settings: SIM_SETTINGS,
  }
  const { effects } = advance({ run, memory: { ...fresh, books } }, { kind: 'tick' }, around)
  expect(effects).toEqual([{ kind: 'read', plane: 'edge', instance: 'e2' }])
})

test('who refused a step is tried again while the others hold, and the hold does not begin anew', async () => {
  const it = play(plainSetup({ holdMs: 30_000 }))
  it.spoil('unreachable', { plane: 'edge', instance: 'e3', times: 3 })
  await it.start()
  await it.pass(30_000)
  expect(it.run()).toMatchObject({ phase: 'running', step: 0 })
  expect(truthOf(it, 'edge')[2]).toEqual(truthOf(it, 'edge')[0])
  const began = it.run().startedAt ?? NaN
  await it.pass(60_000)
  const first = it.run().stepsDone[0]
  expect((first?.verifiedAt ?? Infinity) - began).toBeLessThan(48_000)
  expectSound(it)
})

describe('going back into a region that fails', () => {
  const back = { verb: 'roll-back', by: 'ann', reason: 'the saviors are worse off than it' } as const

  async function sick(): Promise<Play> {
    const it = play(plainSetup({ holdMs: 60_000 }))
    await it.start()
    await it.pass(8000)
    it.world.traffic.state.errorsOf.set('east', 0.5)
    await it.pass(1500)
    return it
  }

  test('is asked for by one and begun by another', async () => {
    const it = await sick()
    expect(await it.act(back)).toMatchObject({ kind: 'done', run: { phase: 'running', heading: 'onward' } })
    expect(await it.act({ verb: 'agree', by: 'bob' })).toMatchObject({
      kind: 'done',
      run: { phase: 'rolling-back', heading: 'back', wayBackAsked: null },
    })
    expect(said(it, 'rolling-back')).toMatchObject([{ who: 'ann', says: back.reason }])
    await it.pass(150_000)
    expect(it.run().phase).toBe('rolled-back')
    expectSound(it)
  })

  test('is forgotten when nobody agrees in time, and when it goes on', async () => {
    const it = await sick()
    await it.act({ verb: 'pause', by: 'ann' })
    await it.act(back)
    await it.pass(10 * 60_000 + 5000)
    expect(it.run()).toMatchObject({ phase: 'paused', wayBackAsked: null })
    expect(await it.act({ verb: 'agree', by: 'bob' })).toMatchObject({ kind: 'refused', code: 'nothing-to-do' })
    await it.act(back)
    await it.act({ verb: 'resume', by: 'ann' })
    expect(it.run().wayBackAsked).toBeNull()
    expectSound(it)
  })

  test('is the same for a region nobody sees', async () => {
    const it = play(plainSetup({ holdMs: 60_000 }))
    await it.start()
    await it.pass(8000)
    it.world.traffic.state.lost.add('east')
    await it.pass(8000)
    expect(await it.act(back)).toMatchObject({ kind: 'done', run: { heading: 'onward', wayBackAsked: { by: 'ann' } } })
  })

  test('needs nobody else where the region is well', async () => {
    const it = play(plainSetup({ holdMs: 60_000 }))
    await it.start()
    await it.pass(8000)
    expect(await it.act({ verb: 'roll-back', by: 'ann' })).toMatchObject({
      kind: 'done',
      run: { phase: 'rolling-back' },
    })
  })
})
