import { afterAll, beforeAll, expect, test } from 'vitest'
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
