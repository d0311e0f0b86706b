import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Run } from '#contract/evacuation/run.ts'
import { openEvacuationGround, type EvacuationGround } from './evacuation-ground-fixture.ts'

/** What planes do to an evacuation by real processes: answers lost, instances frozen, lies. */
let ground: EvacuationGround
beforeAll(async () => {
  ground = await openEvacuationGround()
}, 240_000)
afterAll(() => ground.stop(), 60_000)

const LIMIT_MS = 400_000

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
