import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Run } from '#contract/evacuation/run.ts'
import { openEvacuationGround, type EvacuationGround } from './evacuation-ground-fixture.ts'

/** One world, one story after the other: it is left and come back to, by real processes over real sockets. */
let ground: EvacuationGround
beforeAll(async () => {
  ground = await openEvacuationGround()
}, 240_000)
afterAll(() => ground.stop(), 60_000)

const LIMIT_MS = 400_000

test(
  'a region is left, a foreign write is put right, and the way back ends where it began',
  async () => {
    const { world, people } = ground
    const before = await world.weights('edge-proxies', 'edge-1')
    const begun = await ground.begin()
    const evacuated = await ground.goOn(begun.id, 'evacuated')
    expect(evacuated.stepsDone.map(({ step }) => step)).toEqual(evacuated.plan.steps.map((_, index) => index))
    expect(evacuated.witnesses.map(({ who, agrees }) => `${who} ${agrees}`)).toEqual([
      'planes yes',
      'arrivals yes',
      'probes yes',
    ])
    expect(await world.weights('edge-proxies', 'edge-9')).toMatchObject({ 'us-east-1': 0 })
    expect(await world.weights('public-dns', 'ns-1')).toMatchObject({ 'us-east-1': 0 })

    await world.fault({ kind: 'foreign', plane: 'edge-proxies', instance: 'edge-4', weights: before })
    const drifted = await ground.runWhen(begun.id, 'drifting', ({ pause }) => pause?.cause === 'drift')
    // It is told, and nothing is written over what others wrote before somebody says so.
    expect(drifted.phase).toBe('evacuated')
    expect(await world.weights('edge-proxies', 'edge-4')).toEqual(before)
    await people.act('Ada', begun.id, 'reassert')
    await ground.goOn(begun.id, 'evacuated')
    expect(await world.weights('edge-proxies', 'edge-4')).toMatchObject({ 'us-east-1': 0 })

    const back = await ground.begin({ failbackOf: begun.id })
    expect(back.plan).toMatchObject({ direction: 'failback', of: begun.id })
    await ground.goOn(back.id, 'restored')
    expect(await world.weights('edge-proxies', 'edge-1')).toEqual(before)
    const origin = await ground.runWhen(begun.id, 'ended', ({ endedAt }) => endedAt !== null)
    expect(origin.phase).toBe('restored')
  },
  LIMIT_MS,
)

test(
  'a lost answer is read back before anything else, a frozen instance is waited for; neither has a second effect',
  async () => {
    const { world } = ground
    await world.fault({ kind: 'lost-answer', plane: 'edge-proxies', instance: 'edge-2' })
    const begun = await ground.begin()
    await ground.runWhen(begun.id, 'unsure of edge-2', ({ events, ledger }) => {
      const isUnsure = ledger.some(({ instance, state }) => instance === 'edge-2' && state !== 'intended')
      return isUnsure && events.some(({ kind }) => kind === 'reconciling')
    })
    await world.clearFaults()
    await world.fault({ kind: 'late', plane: 'edge-proxies', instance: 'edge-3' })
    await ground.runWhen(begun.id, 'standing still', ({ phase }) => phase === 'paused')
    await world.clearFaults()
    const evacuated = await ground.goOn(begun.id, 'evacuated')
    for (const instance of ['edge-2', 'edge-3']) {
      expect(await world.weights('edge-proxies', instance)).toMatchObject({ 'us-east-1': 0 })
      // One logical write a step, however often it was tried.
      const writes = evacuated.ledger.filter((entry) => entry.instance === instance && entry.state !== 'superseded')
      const steps = writes.map(({ step }) => step)
      expect(steps).toEqual([...new Set(steps)])
    }
    const back = await ground.begin({ failbackOf: begun.id })
    await ground.goOn(back.id, 'restored')
  },
  LIMIT_MS,
)

test(
  'planes that say yes and do nothing are never believed',
  async () => {
    const { world, people } = ground
    await world.fault({ kind: 'lie', plane: 'edge-proxies' })
    const lied = await ground.begin()
    const stopped = await ground.runWhen(lied.id, 'paused', ({ phase }) => phase === 'paused')
    expect(stopped.verdict).not.toBe('verified')
    expect(shiftsDone(stopped)).toEqual([])
    await world.clearFaults()
    expect(await people.act('Ada', lied.id, 'hold')).toMatchObject({ phase: 'held' })

    await world.fault({ kind: 'hollow', plane: 'edge-proxies' })
    const hollow = await ground.begin()
    const unmoved = await ground.runWhen(hollow.id, 'paused', ({ pause }) => pause?.cause === 'not-effective')
    // Every plane says what the step wants, and the traffic stands where it stood.
    expect(unmoved.verdict).toBe('not-effective')
    expect(unmoved.witnesses.find(({ who }) => who === 'planes')?.agrees).toBe('yes')
    expect(shiftsDone(unmoved)).toEqual([])
    await world.clearFaults()
    await ground.goOn(hollow.id, 'evacuated')
  },
  LIMIT_MS,
)

function shiftsDone({ stepsDone, plan }: Run): number[] {
  return stepsDone.flatMap(({ step }) => (plan.steps[step]?.kind === 'shift' ? [step] : []))
}
