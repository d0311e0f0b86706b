import { expect, test } from 'vitest'
import { EMPTY, type FaultRow, paused, plainSetup, play, said, truthOf } from './simulate/play-fixture.ts'

/** Faults 1 to 13 of an evacuation: planes, saviors and metrics. */
const ROWS: readonly FaultRow[] = [
  [
    '1 a write times out and is applied late',
    async () => {
      const it = play()
      it.spoil('late-apply', { plane: 'edge', instance: 'e1' })
      await it.start()
      await it.pass(6000)
      expect(it.run()).toMatchObject({ phase: 'reconciling', step: 0 })
      await it.pass(60_000)
      expect(it.run().phase).toBe('evacuated')
      expect(said(it, 'reconciled')).toHaveLength(1)
      expect(new Set(it.calls()).size).toBe(it.calls().length)
      return it
    },
  ],
  [
    '2 accepted, and the traffic does not move',
    async () => {
      const it = play()
      it.spoil('lie', { plane: 'edge', times: 99 })
      await it.start()
      await it.pass(30_000)
      expect(it.run()).toMatchObject({
        ...paused('not-effective', /accepted but not effective/),
        verdict: 'not-effective',
        stepsDone: [],
      })
      return it
    },
  ],
  [
    '3 one edge of three refuses: the others finish, it is listed and taken along later',
    async () => {
      const it = play()
      it.spoil('unreachable', { plane: 'edge', instance: 'e1', times: 3 })
      await it.start()
      await it.pass(20_000)
      expect(said(it, 'note').map((event) => event.says)).toEqual([expect.stringContaining('edge/e1')])
      await it.pass(60_000)
      expect(it.run().phase).toBe('evacuated')
      expect(truthOf(it, 'edge')).toEqual([EMPTY, EMPTY, EMPTY])
      return it
    },
  ],
  [
    '3 others set something on an edge while it refuses: what they set is not written over',
    async () => {
      const it = play()
      const e1 = it.world.planes[0]?.instances[0]
      if (e1 === undefined) throw new Error('no edge')
      it.spoil('unreachable', { plane: 'edge', instance: 'e1' })
      await it.start()
      for (let waited = 0; waited < 10_000 && !it.calls().some((key) => key.includes(':e1:')); waited += 50) {
        await it.pass(50)
      }
      it.world.planes[0]?.writeAsStranger(e1, 'all', { east: 77, west: 100, north: 100 })
      await it.pass(20_000)
      expect(it.run()).toMatchObject(paused('drift', /edge\/e1/))
      expect(e1.truth['all']).toMatchObject({ east: 77 })
      return it
    },
  ],
  [
    '4 a plane answers slowly: it takes longer, and nothing is unknown',
    async () => {
      const it = play()
      it.spoil('slow', { plane: 'edge', times: 99 })
      await it.start()
      await it.pass(90_000)
      expect(it.run().phase).toBe('evacuated')
      expect(said(it, 'reconciling')).toEqual([])
      return it
    },
  ],
  [
    '5 credentials expire after the first step',
    async () => {
      const it = play()
      await it.start()
      await it.pass(3500)
      it.spoil('credentials', { plane: 'edge', times: 3 })
      await it.pass(20_000)
      expect(it.run()).toMatchObject({ ...paused('plane', /credentials/), step: 1, stepsDone: [{ step: 0 }] })
      it.world.script.writes.length = 0
      await it.act({ verb: 'resume', by: 'ann' })
      await it.pass(60_000)
      expect(it.run().phase).toBe('evacuated')
      return it
    },
  ],
  [
    '6 a rate limit: a few tries, apart, and no storm',
    async () => {
      const it = play()
      it.spoil('busy', { plane: 'edge', instance: 'e1', times: 2 })
      await it.start()
      await it.pass(60_000)
      expect(it.run().phase).toBe('evacuated')
      expect(Math.max(...it.run().ledger.map((entry) => entry.attempts))).toBe(3)
      expect(it.calls().length).toBe(new Set(it.calls()).size + 2)
      return it
    },
  ],
  [
    '7 half of a batch is applied: only what is missing is written again',
    async () => {
      const setup = plainSetup()
      const edge = setup.descriptors[0]
      if (edge === undefined) throw new Error('no edge')
      const it = play(plainSetup({ descriptors: [{ ...edge, segments: ['home', 'rest'], atomicScope: 'instance' }] }))
      it.spoil('partial', { plane: 'edge', instance: 'e2' })
      await it.start()
      await it.pass(60_000)
      expect(it.run().phase).toBe('evacuated')
      const tail = it.calls().filter((key) => key.includes(':0:edge:e2:'))
      expect(tail.map((key) => key.split(':').at(-1))).toEqual([
        expect.stringMatching(/^home=.*rest=/),
        expect.stringMatching(/^rest=/),
      ])
      return it
    },
  ],
  [
    '8 a plan that leaves no weight, or no region, is refused before any call',
    async () => {
      const setup = plainSetup()
      const steps = setup.plan.steps.map((step) =>
        step.kind === 'shift'
          ? { ...step, splits: step.splits.map((split) => ({ ...split, wanted: { east: 0, west: 0, north: 0 } })) }
          : step,
      )
      const it = play({ ...setup, plan: { ...setup.plan, steps } })
      const overrides = ['never-all-zero', 'never-the-last-region']
      const request = {
        verb: 'start',
        by: 'ann',
        steppedUpAt: it.world.time.now(),
        typed: 'east',
        overrides,
        reason: 'we want it all the same',
      } as const
      expect(await it.act(request)).toMatchObject({ kind: 'refused', code: 'rules' })
      expect(it.calls()).toEqual([])
      return it
    },
  ],
  [
    '9 a savior saturates: it stops within two samples and refills nobody',
    async () => {
      const it = play()
      await it.start()
      await it.pass(4000)
      it.world.traffic.state.saturated.add('west')
      const before = it.calls().length
      await it.pass(2500)
      expect(it.run()).toMatchObject(paused('guard', /west saturation/))
      await it.pass(30_000)
      expect(it.calls()).toHaveLength(before)
      return it
    },
  ],
  [
    '10 a second region becomes unhealthy: it stops, and moves nothing by itself',
    async () => {
      const it = play()
      await it.start()
      await it.pass(4000)
      it.world.traffic.state.errorsOf.set('north', 0.5)
      const before = it.calls().length
      await it.pass(30_000)
      expect(it.run()).toMatchObject(paused('guard', /north unhealthy/))
      expect(it.calls()).toHaveLength(before)
      return it
    },
  ],
  [
    '11 the victim recovers half-way: the plan goes on',
    async () => {
      const it = play()
      it.world.traffic.state.errorsOf.set('east', 0.5)
      await it.start()
      await it.pass(8000)
      it.world.traffic.state.errorsOf.delete('east')
      await it.pass(60_000)
      expect(it.run().phase).toBe('evacuated')
      return it
    },
  ],
  [
    '12 the metrics are gone: it pauses; with the rule named it goes on by the probes',
    async () => {
      const it = play()
      await it.start()
      await it.pass(4000)
      for (const region of ['east', 'west', 'north']) it.world.traffic.state.lost.add(region)
      await it.pass(40_000)
      expect(it.run()).toMatchObject(paused('guard'))
      expect(await it.act({ verb: 'resume', by: 'ann' })).toMatchObject({ kind: 'done' })
      await it.pass(25_000)
      const reason = 'the probes tell us enough to go on'
      expect(await it.act({ verb: 'resume', by: 'ann', overrides: ['fresh-data'], reason })).toMatchObject({
        kind: 'done',
      })
      await it.pass(15_000)
      expect(it.run().stepsDone.length).toBeGreaterThan(0)
      expect(await it.act({ verb: 'hold', by: 'ann' })).toMatchObject({ kind: 'done', run: { phase: 'held' } })
      return it
    },
  ],
  [
    '13 the metrics lie: witnesses that disagree prove nothing',
    async () => {
      const it = play(plainSetup({ halves: [0] }))
      it.spoil('lie', { plane: 'edge', times: 99 })
      it.world.traffic.state.lies = { victim: 'east' }
      await it.start()
      await it.pass(35_000)
      expect(it.run().stepsDone).toEqual([])
      expect(it.run().verdict).toBe('unknown')
      return it
    },
  ],
]

test.for(ROWS)('%s', { timeout: 30_000 }, async ([, story]) => {
  const it = await story()
  expect(it.world.watcher.violations).toEqual([])
})
