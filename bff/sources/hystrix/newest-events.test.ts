import { describe, expect, test } from 'vitest'
import { JAVA_COMMAND } from './hystrix-events-fixture.ts'
import { createNewestEvents, glance } from './newest-events.ts'
import { parseWireEvent } from './wire.ts'

const event = (over: object = {}) => JSON.stringify({ ...JAVA_COMMAND, ...over })

function setUp(spanMs = 400) {
  const seen: string[] = []
  let parsed = 0
  let unreadable = 0
  let tooMany = 0
  const events = createNewestEvents({
    parse(text) {
      parsed += 1
      return parseWireEvent(text)
    },
    onEvent: (told) => seen.push('name' in told ? told.name : told.type),
    onUnreadable: () => (unreadable += 1),
    onTooMany: () => (tooMany += 1),
    spanMs: () => spanMs,
  })
  return { events, seen, counts: () => ({ parsed, unreadable, tooMany }) }
}

describe('what an event tells of, without parsing it', () => {
  test.each<[string, string, ReturnType<typeof glance>]>([
    ['a command', event(), { key: 'HystrixCommand\ncatalog\nGetRatings', isPool: false }],
    ['a pool', '{"type":"HystrixThreadPool","name":"license"}', { key: 'HystrixThreadPool\n\nlicense', isPool: true }],
    [
      'type and name last, as Turbine writes',
      '{"errorCount":1,"type":"HystrixCommand","name":"Get"}',
      { key: 'HystrixCommand\n\nGet', isPool: false },
    ],
    ['a collapser', '{"type":"HystrixCollapser","name":"Get"}', 'other'],
    ['what Turbine says of itself', '{"type":"meta","name":"meta"}', 'unclear'],
    ['a deletion', '{"deleteData":"true","type":"HystrixCommand","name":"Get"}', 'unclear'],
    [
      "Envoy's way of writing",
      '{"type": "HystrixCommand", "name": "Get", "group": "NA"}',
      { key: 'HystrixCommand\nNA\nGet', isPool: false },
    ],
    ['another way of writing', '{ "type" : "HystrixCommand", "name" : "Get" }', 'unclear'],
    ['a name with a quotation mark', event({ name: 'Get "it"' }), 'unclear'],
    ['no JSON', 'hello', 'unclear'],
  ])('%s', (_, text, expected) => expect(glance(text)).toEqual(expected))
})

describe('the newest of each', () => {
  test('one of a span is parsed, the same name in another group is another', () => {
    const { events, seen, counts } = setUp()
    for (let at = 0; at < 1_000; at += 100) {
      events.offer(event(), at)
      events.offer(event({ group: 'other' }), at)
    }
    expect(counts().parsed).toBe(6)
    expect(seen).toHaveLength(6)
  })

  test('the last one is not lost when none comes after it', () => {
    const { events, seen } = setUp()
    events.offer(event(), 0)
    events.offer(event(), 100)
    events.flush(500)
    expect(seen).toHaveLength(1)
    events.flush(900)
    events.flush(2_000)
    expect(seen).toHaveLength(2)
  })

  test('pools are parsed seldom, whatever else is not at all', () => {
    const { events, seen, counts } = setUp()
    for (let at = 0; at < 20_000; at += 500) {
      events.offer('{"type":"HystrixThreadPool","name":"license","currentMaximumPoolSize":10}', at)
      events.offer('{"type":"HystrixCollapser","name":"license"}', at)
    }
    expect(seen).toEqual(['license', 'license'])
    expect(counts().parsed).toBe(2)
  })

  test('text that is no event is counted and does no harm', () => {
    const { events, seen, counts } = setUp()
    for (const text of ['', 'null', '[]', '{"type":"Other"}', '{"type":"HystrixCommand"}', '{"type":'])
      events.offer(text, 0)
    events.offer(event(), 0)
    expect(seen).toEqual(['GetRatings'])
    expect(counts().unreadable).toBe(5)
  })

  test('an instance that makes up names without end fills no memory', () => {
    const { events, seen, counts } = setUp()
    for (let index = 0; index < 2_100; index += 1) events.offer(event({ name: `Get${index}` }), 0)
    expect(seen).toHaveLength(2_000)
    expect(counts().tooMany).toBe(100)
    events.clear()
    events.offer(event({ name: 'Get2099' }), 0)
    expect(seen).toHaveLength(2_001)
  })
})
