import { describe, expect, test } from 'vitest'
import type { StreamTold } from './stream-set.ts'
import { troublesOf as troublesAt } from './stream-troubles.ts'

const NOW = 1_001_000
const troublesOf = (told: readonly Stream[], now = NOW) => troublesAt(told, now)

type Stream = StreamTold<{ at: number }>

function stream(host: string, over: Partial<Stream> = {}): Stream {
  return {
    address: { instance: host, service: 's', region: null, url: `http://${host}/hystrix.stream` },
    state: { kind: 'open', failuresInARow: 0, problem: null },
    readings: [{ reading: { at: 1_000_000 }, toldAt: 1_000_200 }],
    problems: [],
    hearsNobody: false,
    ...over,
  }
}

const failing = (host: string): Stream =>
  stream(host, {
    state: { kind: 'waiting', failuresInARow: 2, problem: `${host} refuses connections.` },
    readings: [],
  })

describe('what is wrong with the streams, in words', () => {
  test('nothing', () => expect(troublesOf([stream('a'), stream('b')])).toEqual({ messages: [], allFailed: null }))

  test('some that fail are counted, and a few named', () => {
    const told = [stream('a'), ...['b', 'c', 'd', 'e'].map(failing)]
    expect(troublesOf(told)).toEqual({
      messages: [
        '4 of 5 streams cannot be read, for instance: b refuses connections. c refuses connections. d refuses connections.',
      ],
      allFailed: null,
    })
    expect(troublesOf([stream('a'), failing('b')]).messages).toEqual(['b refuses connections.'])
  })

  test('only where all fail, and nothing of them is left to believe, the source has failed', () => {
    expect(troublesOf([failing('a'), failing('b')]).allFailed).toMatch(/^2 of 2 streams/)
    const remembered = { ...failing('a'), readings: stream('a').readings }
    expect(troublesOf([remembered, failing('b')]).allFailed).toBeNull()
    expect(troublesOf([remembered, failing('b')], NOW + 20_000).allFailed).not.toBeNull()
    expect(
      troublesOf([stream('a', { state: { kind: 'connecting', failuresInARow: 0, problem: null }, readings: [] })]),
    ).toEqual({
      messages: [],
      allFailed: null,
    })
  })

  test.each<[number, RegExp | null]>([
    [9_000, null],
    [42_000, /^Behind by their own currentTime: http:\/\/a\/hystrix\.stream by 42 s; /],
    [-3_000, null],
    [-60_000, /^Ahead of this machine's clock: http:\/\/a\/hystrix\.stream by 60 s; /],
  ])('a lag of %d ms', (lagMs, words) => {
    const { messages } = troublesOf([
      stream('a', { readings: [{ reading: { at: 1_000_000 - lagMs }, toldAt: 1_000_000 }] }),
    ])
    if (words === null) expect(messages).toEqual([])
    else expect(messages).toEqual([expect.stringMatching(words)])
  })

  test('a Turbine that hears of no host, and events that are not Hystrix’s', () => {
    expect(troublesOf([stream('a', { hearsNobody: true, problems: ['a sent odd events.'] })]).messages).toEqual([
      'a sent odd events.',
      expect.stringMatching(/^http:\/\/a\/hystrix\.stream hears of no host/),
    ])
  })
})
