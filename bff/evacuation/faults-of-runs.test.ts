import { expect, test } from 'vitest'
import { armedRun, EMPTY, type FaultRow, paused, plainSetup, play, said, truthOf } from './simulate/play-fixture.ts'
import { SIM_HASH } from './simulate/sim-plan.ts'
import { startProcess } from './simulate/sim-world.ts'

/** Faults 14 to 25 of an evacuation: crashes, people, others' changes, and what does not come. */
const ROWS: readonly FaultRow[] = [
  [
    '14 a crash between intent and call: read, classified, and a person clicks',
    async () => {
      const it = play()
      it.world.script.commits.push({ kind: 'crash-after-commit', at: 0, times: 1, atWrites: true })
      await it.start()
      await it.pass(40_000)
      expect(it.run()).toMatchObject(paused('restart', /5 as before|3 as before/))
      expect(it.calls()).toEqual([])
      await it.act({ verb: 'resume', by: 'ann' }, it.world.processes.at(-1))
      await it.pass(60_000)
      expect(it.run().phase).toBe('evacuated')
      expect(new Set(it.calls()).size).toBe(it.calls().length)
      return it
    },
  ],
  [
    '15 a crash after the call: one logical write, confirmed by reading',
    async () => {
      const it = play(plainSetup({ halves: [0] }))
      it.spoil('crash-after-call', { plane: 'names', instance: 'n1' })
      await it.start()
      await it.pass(60_000)
      expect(it.run()).toMatchObject(paused('restart'))
      const before = it.calls().length
      await it.act({ verb: 'resume', by: 'ann' }, it.world.processes.at(-1))
      await it.pass(60_000)
      expect(it.run().phase).toBe('evacuated')
      expect(it.calls()).toHaveLength(before)
      expect(it.run().ledger.filter((entry) => entry.instance === 'n1')).toMatchObject([
        { state: 'confirmed', attempts: 1 },
      ])
      return it
    },
  ],
  [
    '16 two consoles: who was frozen writes nothing, and says that it is not here',
    async () => {
      const it = play()
      await it.start()
      const [first] = it.world.processes
      first?.freeze(30_000)
      const second = startProcess(it.world)
      await it.pass(28_000)
      expect(it.run()).toMatchObject({ owner: second.name, ...paused('restart') })
      await it.pass(10_000)
      expect(await it.act({ verb: 'resume', by: 'ann' }, first)).toMatchObject({ kind: 'refused', code: 'not-here' })
      return it
    },
  ],
  [
    '17 two plans at once: the second is refused by name',
    async () => {
      const it = play()
      const other = plainSetup({ victim: 'west', spread: { east: 0.5, north: 0.5 } })
      const id = '01ARZ3NDEKTSV4RRFFQ69G5FRQ'
      it.world.store.insert(armedRun(other, it.world.time.now(), id))
      await it.start()
      const steppedUpAt = it.world.time.now()
      const asked = it.world.processes[0]?.controller.act(id, { verb: 'start', by: 'cas', steppedUpAt, typed: 'west' })
      await it.pass(500)
      expect(await asked).toMatchObject({
        kind: 'refused',
        code: 'rules',
        why: expect.stringContaining('east is being evacuated'),
      })
      return it
    },
  ],
  [
    '18 others change a weight afterwards: an alarm within ten seconds, one click to put it back',
    async () => {
      const it = play()
      await it.start()
      await it.pass(60_000)
      expect(it.run().phase).toBe('evacuated')
      const edge = it.world.planes[0]
      const e1 = edge?.instances[0]
      if (edge === undefined || e1 === undefined) throw new Error('no edge')
      edge.writeAsStranger(e1, 'all', { east: 100, west: 100, north: 100 })
      const before = it.calls().length
      await it.pass(10_000)
      expect(it.run()).toMatchObject({
        phase: 'evacuated',
        pause: { cause: 'drift', why: expect.stringContaining('edge/e1') },
      })
      expect(it.calls()).toHaveLength(before)
      await it.act({ verb: 'reassert', by: 'ann' })
      await it.pass(30_000)
      expect(it.run()).toMatchObject({ phase: 'evacuated', pause: null })
      expect(e1.truth['all']).toEqual(EMPTY)
      return it
    },
  ],
  [
    '19 a double click has one effect',
    async () => {
      const it = play()
      const starts = await Promise.all([it.start(), it.start()])
      expect(starts.map((each) => each.kind).toSorted()).toEqual(['done', 'refused'])
      const pauses = await Promise.all([it.act({ verb: 'pause', by: 'ann' }), it.act({ verb: 'pause', by: 'ann' })])
      expect(pauses.map((each) => each.kind)).toEqual(['done', 'refused'])
      return it
    },
  ],
  [
    '20 the plan changed after its approval, or the approval ran out',
    async () => {
      const it = play()
      await it.pass(100)
      const run = it.run()
      const changed = { ...run, version: 1, plan: { ...run.plan, hash: SIM_HASH.replaceAll('a', 'b') } }
      await it.world.store.save(changed, 0)
      expect(await it.start()).toMatchObject({ kind: 'refused', code: 'plan-changed' })
      await it.world.store.save({ ...run, version: 2 }, 1)
      it.world.time.jump(3_600_000)
      expect(await it.start()).toMatchObject({ kind: 'refused', code: 'approval-expired' })
      expect(it.run().phase).toBe('awaiting-approval')
      return it
    },
  ],
  [
    '21 the instances do not come: it stops and says what is missing',
    async () => {
      const it = play(plainSetup({ scale: true }))
      it.world.script.scaleLate = Infinity
      await it.start()
      await it.pass(130_000)
      expect(it.run()).toMatchObject({ ...paused('stuck', /api in west: 0 of 5 ready/), step: 0 })
      expect(it.calls()).toEqual([])
      return it
    },
  ],
  [
    '22 one nameserver keeps the old answer: never called drained',
    async () => {
      const it = play()
      it.spoil('ignored', { plane: 'names', instance: 'n2', times: 9 })
      await it.start()
      await it.pass(60_000)
      expect(it.run()).toMatchObject({ ...paused('not-effective', /names\/n2/), step: 2 })
      expect(truthOf(it, 'edge')).toEqual([EMPTY, EMPTY, EMPTY])
      return it
    },
  ],
  [
    '23 clients that never leave are counted, and the region is not called empty',
    async () => {
      const it = play()
      it.world.traffic.state.stuck = { region: 'east', share: 0.015 }
      await it.start()
      await it.pass(170_000)
      expect(it.run()).toMatchObject({
        ...paused('stuck'),
        step: 3,
        stuckClients: expect.stringContaining('requests/s still arrive'),
      })
      return it
    },
  ],
  [
    '24 going back into a burning region needs a second person; failing, it stands and keeps the lock',
    async () => {
      const it = play()
      await it.start()
      await it.pass(8000)
      it.world.traffic.state.errorsOf.set('east', 0.5)
      await it.pass(1500)
      expect(await it.act({ verb: 'roll-back', by: 'ann' })).toMatchObject({ kind: 'refused', code: 'reason-needed' })
      const reason = 'the saviors are worse off than it'
      expect(await it.act({ verb: 'roll-back', by: 'ann', reason })).toMatchObject({
        kind: 'done',
        run: { phase: 'running', heading: 'onward', wayBackAsked: { by: 'ann', reason } },
      })
      expect(await it.act({ verb: 'agree', by: 'ann' })).toMatchObject({ kind: 'refused', code: 'same-person' })
      it.spoil('credentials', { plane: 'edge', times: 99 })
      expect(await it.act({ verb: 'agree', by: 'bob' })).toMatchObject({
        kind: 'done',
        run: { phase: 'rolling-back', wayBackAsked: null },
      })
      expect(said(it, 'acknowledged')).toMatchObject([{ who: 'bob' }])
      await it.pass(20_000)
      expect(it.run()).toMatchObject({ ...paused('plane', /credentials/), heading: 'back' })
      const lease = await it.world.store.lease.take({ scope: ['edge'], owner: 'x', runId: 'x', ttlMs: 1 })
      expect(lease.kind).toBe('held')
      return it
    },
  ],
  [
    '25 the console loses its store: writing stops, another one takes over and waits',
    async () => {
      const it = play()
      await it.start()
      await it.pass(4000)
      it.world.script.commits.push({ kind: 'store-failure', at: 0, times: 1, atWrites: false })
      const before = it.calls().length
      await it.pass(30_000)
      expect(it.run()).toMatchObject(paused('restart'))
      expect(it.calls()).toHaveLength(before)
      expect(it.run().events.map((event) => event.seq)).toEqual(it.run().events.map((_, index) => index))
      return it
    },
  ],
]

test.for(ROWS)('%s', { timeout: 30_000 }, async ([, story]) => {
  const it = await story()
  expect(it.world.watcher.violations).toEqual([])
})
