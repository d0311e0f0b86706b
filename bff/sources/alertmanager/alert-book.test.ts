import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAlertBook, type AlertBook } from './alert-book.ts'
import { AlertmanagerSettings } from './settings.ts'
import { WireAlert, WireHook } from './wire.ts'

const settings = AlertmanagerSettings.parse({ id: 'alerts', kind: 'alertmanager', url: 'http://am:9093' })
const naming = { settings, regionNames: new Map([['us-east-1', 'us-east-1']]) }
const START = Date.UTC(2026, 10, 22, 14)
/** The process began long before. */
const OLD_SERVER = START - 86_400_000
const NEVER = '0001-01-01T00:00:00Z'

const bookOf = (receivers: string[] = []) => createAlertBook({ naming, receivers })
const iso = (at: number) => new Date(at).toISOString()

interface Told {
  key?: string
  beganAt?: number
  receiver?: string
}

function listed({ key = 'a', beganAt = START }: Told = {}) {
  return WireAlert.parse({
    labels: { alertname: 'Errors', service: key },
    startsAt: iso(beganAt),
    endsAt: iso(beganAt + 300_000),
    fingerprint: key,
    receivers: [{ name: 'on-call' }],
    status: { state: 'active' },
  })
}

function list(book: AlertBook, at: number, alerts: readonly Told[], change: { asked?: number; server?: number } = {}) {
  const { asked = at, server = OLD_SERVER } = change
  book.takeList({ alerts: alerts.map(listed), groups: null, beganAt: asked, at, serverStartedAt: server })
}

function deliver(book: AlertBook, at: number, status: 'firing' | 'resolved', told: Told & { endedAt?: number } = {}) {
  const { key = 'a', beganAt = START, endedAt, receiver = 'on-call' } = told
  const alert = {
    status,
    labels: { alertname: 'Errors', service: key },
    annotations: {},
    startsAt: iso(beganAt),
    endsAt: endedAt === undefined ? NEVER : iso(endedAt),
    fingerprint: key,
  }
  return book.takeDelivery(WireHook.parse({ version: '4', receiver, groupLabels: {}, alerts: [alert] }), at)
}

const statesOf = (book: AlertBook) => book.readings().map(({ key, state, endedAt }) => [key, state, endedAt])
const ACCEPTED = { accepted: 1, repeated: 0, ignored: 0 }
const REPEATED = { accepted: 0, repeated: 1, ignored: 0 }
const IGNORED = { accepted: 0, repeated: 0, ignored: 1 }

describe('an alert that is listed and delivered is one', () => {
  test('whichever tells first', () => {
    const book = bookOf()
    expect(deliver(book, START + 1_000, 'firing')).toEqual(ACCEPTED)
    list(book, START + 2_000, [{}])
    expect(deliver(book, START + 3_000, 'firing')).toEqual(REPEATED)
    expect(statesOf(book)).toEqual([['a', 'firing', NaN]])
  })

  test('and its end is the one that was delivered, exact where the list only knows "gone"', () => {
    const book = bookOf()
    list(book, START + 1_000, [{}])
    list(book, START + 16_000, [])
    expect(statesOf(book)).toEqual([['a', 'resolved', START + 16_000]])
    expect(deliver(book, START + 17_000, 'resolved', { endedAt: START + 9_000 })).toEqual(ACCEPTED)
    expect(deliver(book, START + 18_000, 'resolved', { endedAt: START + 9_000 })).toEqual(REPEATED)
    list(book, START + 31_000, [])
    expect(statesOf(book)).toEqual([['a', 'resolved', START + 9_000]])
  })
})

describe('a list and deliveries that cross', () => {
  test('an end that arrives while the list is on its way stands', () => {
    const book = bookOf()
    list(book, START + 1_000, [{}])
    deliver(book, START + 16_500, 'resolved', { endedAt: START + 16_000 })
    list(book, START + 17_000, [{}], { asked: START + 16_000 })
    expect(statesOf(book)).toEqual([['a', 'resolved', START + 16_000]])
  })

  test('a beginning that arrives while the list is on its way stands', () => {
    const book = bookOf()
    deliver(book, START + 500, 'firing')
    list(book, START + 1_000, [], { asked: START })
    expect(statesOf(book)).toEqual([['a', 'firing', NaN]])
    list(book, START + 16_000, [])
    expect(statesOf(book)).toEqual([['a', 'resolved', START + 16_000]])
  })

  test('what a later list has burns again, though it began when the ended one did', () => {
    const book = bookOf()
    deliver(book, START + 500, 'resolved', { endedAt: START + 400 })
    expect(deliver(book, START + 600, 'firing')).toEqual(REPEATED)
    expect(statesOf(book)).toEqual([['a', 'resolved', START + 400]])
    list(book, START + 1_000, [{}])
    expect(statesOf(book)).toEqual([['a', 'firing', NaN]])
  })

  test('a new episode is another beginning', () => {
    const book = bookOf()
    deliver(book, START + 500, 'resolved', { endedAt: START + 400 })
    expect(deliver(book, START + 2_000, 'firing', { beganAt: START + 1_500 })).toEqual(ACCEPTED)
    expect(deliver(book, START + 2_500, 'resolved', { endedAt: START + 400 })).toEqual(REPEATED)
    expect(statesOf(book)).toEqual([['a', 'firing', NaN]])
  })
})

describe('a process that has restarted', () => {
  test('has forgotten its alerts: they age until they are sent again, and end when they are not', () => {
    const book = bookOf()
    list(book, START, [{}, { key: 'b' }])
    const server = START + 10_000
    list(book, START + 15_000, [{}], { server })
    expect(book.unrepeated()).toBe(1)
    expect(book.readings().map(({ key, state, observedAt }) => [key, state, observedAt])).toEqual([
      ['a', 'firing', START + 15_000],
      ['b', 'firing', START],
    ])
    // Listed by this process before, so this is an end.
    list(book, START + 30_000, [], { server })
    list(book, server + 180_000, [], { server })
    expect(book.unrepeated()).toBe(0)
    expect(statesOf(book)).toEqual([
      ['a', 'resolved', START + 30_000],
      ['b', 'resolved', server + 180_000],
    ])
  })
})

test('one deliverer is as good as several: repeated and shuffled, the same comes out', () => {
  const told = fc.array(
    fc.record({ episode: fc.integer({ min: 0, max: 3 }), isEnd: fc.boolean(), key: fc.constantFrom('a', 'b') }),
    { minLength: 1, maxLength: 12 },
  )
  fc.assert(
    fc.property(told, fc.infiniteStream(fc.nat()), (deliveries, order) => {
      const play = (all: typeof deliveries) => {
        const book = bookOf()
        for (const { episode, isEnd, key } of all) {
          const beganAt = START + episode * 10_000
          deliver(book, START + 60_000, isEnd ? 'resolved' : 'firing', { key, beganAt, endedAt: beganAt + 5_000 })
        }
        return statesOf(book).toSorted()
      }
      const repeated = [...deliveries, ...deliveries]
        .map((delivery) => ({ delivery, at: order.next().value ?? 0 }))
        .toSorted((one, other) => one.at - other.at)
        .map(({ delivery }) => delivery)
      expect(play(repeated)).toEqual(play(deliveries))
    }),
  )
})

test('of receivers nobody looks at nothing is taken, unless the list has it', () => {
  const book = bookOf(['pager'])
  expect(deliver(book, START, 'firing')).toEqual(IGNORED)
  list(book, START + 1_000, [{}])
  expect(deliver(book, START + 2_000, 'resolved', { endedAt: START + 1_500 })).toEqual(ACCEPTED)
  expect(book.readings()[0]?.receivers).toEqual(['on-call'])
})

test('an alert that is listed again is read again where it says something else', () => {
  const book = bookOf()
  const say = (at: number, annotations: Record<string, string>, state: 'active' | 'suppressed' = 'active') => {
    const alert = { ...listed(), annotations, status: { ...listed().status, state, silencedBy: ['s'] } }
    book.takeList({ alerts: [alert], groups: null, beganAt: at, at, serverStartedAt: OLD_SERVER })
    const [reading] = book.readings()
    return [reading?.summary, reading?.state, reading?.silencedBy, reading?.observedAt]
  }
  expect(say(START, { summary: '5 %' })).toEqual(['5 %', 'firing', ['s'], START])
  expect(say(START + 1, { summary: '5 %' }, 'suppressed')).toEqual(['5 %', 'suppressed', ['s'], START + 1])
  expect(say(START + 2, { summary: '6 %' })).toEqual(['6 %', 'firing', ['s'], START + 2])
  expect(say(START + 3, {})).toEqual(['Errors', 'firing', ['s'], START + 3])
})

test('what ended is told for a day', () => {
  const book = bookOf()
  deliver(book, START, 'resolved', { endedAt: START })
  list(book, START + 86_400_000, [])
  expect(book.readings()).toHaveLength(1)
  list(book, START + 86_400_001, [])
  expect(book.readings()).toEqual([])
})

test('alerts that cannot be read cost nothing but themselves', () => {
  const hook = WireHook.parse({ version: '4', receiver: 'x', alerts: [{ status: 'firing' }, null, 7] })
  expect(bookOf().takeDelivery(hook, START)).toEqual({ accepted: 0, repeated: 0, ignored: 3 })
})
