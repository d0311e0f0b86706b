import { describe, expect, test } from 'vitest'
import { createClusterBook, createInstanceBook } from './command-book.ts'
import { JAVA_COMMAND } from './hystrix-events-fixture.ts'
import { parseWireEvent, type WireEvent } from './wire.ts'

function event(over: object): WireEvent {
  const told = parseWireEvent(JSON.stringify({ ...JAVA_COMMAND, ...over }))
  if (told === null) throw new Error('no event')
  return told
}

const pool = (name: string, currentMaximumPoolSize: unknown) =>
  event({ type: 'HystrixThreadPool', name, currentMaximumPoolSize })

describe('what a stream has told of its commands', () => {
  test('the newest of each; the same name in another group is another', () => {
    const book = createInstanceBook()
    book.accept(event({}), 0)
    book.accept(event({ group: 'other' }), 100)
    book.accept(event({ isCircuitBreakerOpen: false }), 500)
    expect(book.readings(600).map(({ reading, toldAt }) => [reading.group, reading.state, toldAt])).toEqual([
      ['catalog', 'closed', 500],
      ['other', 'open', 100],
    ])
  })

  test('a command that is told of no more is forgotten while others are; a lost stream is remembered for a while', () => {
    const book = createInstanceBook()
    const names = (now: number) => book.readings(now).map(({ reading }) => reading.command)
    book.accept(event({ name: 'GetGone' }), 0)
    for (let at = 0; at <= 20_000; at += 500) book.accept(event({ name: 'GetStays' }), at)
    expect(names(20_000)).toEqual(['GetStays'])
    expect(names(200_000)).toEqual(['GetStays'])
    expect(names(400_000)).toEqual([])
  })

  test('a pool that commands share is the limit of each, whichever is told first', () => {
    const book = createInstanceBook()
    const limit = () => book.readings(1_000)[0]?.reading.concurrencyLimit
    book.accept(event({}), 0)
    expect(limit()).toBeNaN()
    book.accept(pool('catalog', 20), 0)
    book.accept(event({}), 500)
    expect(limit()).toBe(20)
    book.accept(pool('catalog', 'many'), 500)
    book.accept(event({}), 900)
    expect(limit()).toBeNaN()
  })

  test('half-open is remembered by command', () => {
    const book = createInstanceBook()
    book.accept(event({}), 0)
    book.accept(event({ name: 'Other', currentConcurrentExecutionCount: 1 }), 900)
    book.accept(event({ currentConcurrentExecutionCount: 1 }), 900)
    expect(book.readings(900).map(({ reading }) => reading.state)).toEqual(['half-open', 'open'])
  })

  test('what Turbine deletes is gone, in every group; what it deletes of pools is not', () => {
    const book = createClusterBook()
    const deletion = (type: string) => event({ deleteData: 'true', type, name: 'GetRatings' })
    book.accept(event({}), 0)
    book.accept(event({ group: 'other' }), 0)
    book.accept(event({ name: 'GetTitle' }), 0)
    book.accept(deletion('HystrixThreadPool'), 0)
    expect(book.readings(0)).toHaveLength(3)
    book.accept(deletion('HystrixCommand'), 0)
    expect(book.readings(0).map(({ reading }) => reading.command)).toEqual(['GetTitle'])
  })

  test('a Turbine that hears of nobody says so until it does', () => {
    const book = createClusterBook()
    book.accept(event({ type: 'meta', name: 'meta', reportingHostsLast10Seconds: 0 }), 0)
    expect(book.hearsNobody()).toBe(true)
    book.accept(event({ type: 'meta', name: 'meta', reportingHostsLast10Seconds: 3 }), 0)
    expect(book.hearsNobody()).toBe(false)
  })
})
