import { describe, expect, test } from 'vitest'
import { createVirtualTime } from '../virtual-time-fixture.ts'
import { keepStream, waitBeforeMs } from './keep-stream.ts'
import type { StreamEnd } from './read-stream.ts'
import { createTurns } from './turns.ts'

type Read = (input: { attempt: number; signal: AbortSignal; onOpen: () => void }) => Promise<StreamEnd>

function setUp(read: Read) {
  const time = createVirtualTime(0)
  const began: number[] = []
  let opened = 0
  const stream = keepStream({
    read(input) {
      began.push(time.clock.now())
      return read({ ...input, attempt: began.length })
    },
    turn: createTurns(1),
    timers: time.timers,
    now: time.clock.now,
    random: () => 0.5,
    onOpen: () => (opened += 1),
  })
  return { time, began, stream, opened: () => opened }
}

const fails = async () => ({ message: 'refused' })
const untilAborted = (signal: AbortSignal) =>
  new Promise<StreamEnd>((resolve) => signal.addEventListener('abort', () => resolve({ message: null })))

describe('a stream that ends', () => {
  test('is opened again after one second, then two, four … up to thirty', async () => {
    const { time, began, stream } = setUp(fails)
    await time.advance(100_000)
    expect(began).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000, 61_000, 91_000])
    expect(stream.state()).toEqual({ kind: 'waiting', failuresInARow: 8, problem: 'refused' })
    await stream.close()
    expect(time.waiting()).toBe(0)
  })

  test('begins anew with one second after it has lived for a while, and not when it dies at once', async () => {
    const { time, began, stream } = setUp(async ({ attempt, onOpen }) => {
      onOpen()
      if (attempt === 4) await new Promise<void>((resolve) => void time.timers.setTimeout(resolve, 20_000))
      return { message: 'gone' }
    })
    await time.advance(29_000)
    expect(began).toEqual([0, 1_000, 3_000, 7_000, 28_000])
    await stream.close()
  })

  test('is left alone for as long as it asks', async () => {
    const { time, began, stream } = setUp(async () => ({ message: 'busy', retryAfterMs: 20_000 }))
    await time.advance(20_000)
    expect(began).toEqual([0, 20_000])
    await stream.close()
  })

  test('that is open again has no problem any more', async () => {
    const { time, stream, opened } = setUp(async ({ attempt, signal, onOpen }) => {
      if (attempt === 1) return { message: 'refused' }
      onOpen()
      return untilAborted(signal)
    })
    await time.advance(500)
    expect(stream.state().problem).toBe('refused')
    await time.advance(1_000)
    expect(stream.state()).toMatchObject({ kind: 'open', problem: null })
    expect(opened()).toBe(1)
    await stream.close()
  })
})

test('waits differ by a random part, and never exceed thirty seconds', () => {
  expect(waitBeforeMs(1, () => 0)).toBe(750)
  expect(waitBeforeMs(1, () => 1)).toBe(1_250)
  expect(waitBeforeMs(50, () => 1)).toBe(30_000)
  expect(waitBeforeMs(50, () => 0)).toBe(22_500)
})

describe('closing', () => {
  test('ends one that is open, one that waits for its turn, and one that rests', async () => {
    const open = setUp(({ signal, onOpen }) => {
      onOpen()
      return untilAborted(signal)
    })
    const resting = setUp(fails)
    await open.time.advance(10)
    await resting.time.advance(10)
    await Promise.all([open.stream.close(), resting.stream.close()])
    expect(open.time.waiting() + resting.time.waiting()).toBe(0)
    expect(open.began).toHaveLength(1)
  })
})

describe('turns', () => {
  const { signal } = new AbortController()

  test('no more than so many at once, in order; given back twice is given back once', async () => {
    const turn = createTurns(2)
    const order: number[] = []
    const take = (index: number) => turn(signal).then((giveBack) => (order.push(index), giveBack))
    const [first, , third] = [take(1), take(2), take(3), take(4)]
    const giveBack = await first
    await Promise.resolve()
    expect(order).toEqual([1, 2])
    giveBack()
    giveBack()
    await third
    await Promise.resolve()
    expect(order).toEqual([1, 2, 3])
  })

  test('who gives up while waiting stands in nobody’s way', async () => {
    const turn = createTurns(1)
    const ending = new AbortController()
    const giveBack = await turn(signal)
    const gaveUp = turn(ending.signal)
    const next = turn(signal)
    ending.abort()
    ;(await gaveUp)()
    giveBack()
    ;(await next)()
    await expect(turn(signal)).resolves.toBeTypeOf('function')
  })
})
