import { expect, test } from 'vitest'
import type { InstanceReading } from '#contract/evacuation/plane.ts'
import type { Control, ReadAnswer } from '#bff/evacuation/control.ts'
import { descriptorOf } from '#bff/evacuation/simulate/sim-plan.ts'
import { createSetClock, START } from '#bff/store/store-fixture.ts'
import { watchPlanes } from './watch-planes.ts'

const INSTANCES = ['edge-1', 'edge-2']

function plane() {
  const clock = createSetClock()
  const answers = new Map<string, ReadAnswer>()
  let asked = 0
  const readingOf = (instance: string, east: number): InstanceReading => ({
    instance,
    at: clock.now(),
    segments: [{ segment: 'all', weights: { east, west: 100 - east } }],
  })
  const control: Control = {
    descriptor: descriptorOf({ id: 'edge', layer: 'proxy', instances: INSTANCES }, ['east', 'west']),
    read: async (instance) => {
      asked += 1
      return answers.get(instance) ?? { kind: 'read', reading: readingOf(instance, 50) }
    },
    write: async () => ({ kind: 'unknown', why: 'nothing is written here' }),
    byHand: () => '',
    readByHand: () => '',
    close: async () => {},
  }
  const planned: (() => void)[] = []
  const timers = { setTimeout: (run: () => void) => planned.push(run), clearTimeout: () => {} }
  const watch = watchPlanes({ controls: [control], clock, timers })
  return { clock, answers, watch, planned, asked: () => asked }
}

test('before it was asked an instance is unread, in words', () => {
  const [only] = plane().watch.planes()
  expect(only?.readings).toEqual([])
  expect(only?.instances.map((state) => (state.kind === 'unread' ? state.why : ''))).toEqual([
    'not asked yet',
    'not asked yet',
  ])
})

test('a frozen instance is unread from then on, with what it said last; the others stay read', async () => {
  const { watch, answers, clock } = plane()
  await watch.readNow()
  expect(watch.planes()[0]?.readings).toHaveLength(2)
  clock.set(START + 5_000)
  answers.set('edge-2', { kind: 'unknown', why: 'no answer within 2 s' })
  await watch.readNow()
  await watch.readNow()
  const [only] = watch.planes()
  expect(only?.readings.map(({ instance }) => instance)).toEqual(['edge-1'])
  expect(only?.instances[1]).toMatchObject({
    kind: 'unread',
    why: 'no answer within 2 s',
    at: START + 5_000,
    last: { instance: 'edge-2', at: START },
  })
})

test('who asks while all are being asked waits for the same answers', async () => {
  const { watch, asked } = plane()
  await Promise.all([watch.readNow(), watch.readNow(), watch.readNow()])
  expect(asked()).toBe(2)
})

test('it goes on by itself until it is stopped', async () => {
  const { watch, planned, asked } = plane()
  watch.start()
  await expect.poll(() => planned.length).toBe(1)
  planned[0]?.()
  await expect.poll(() => planned.length).toBe(2)
  expect(asked()).toBe(4)
  await watch.stop()
  planned[1]?.()
  await watch.readNow()
  expect(planned).toHaveLength(2)
})
