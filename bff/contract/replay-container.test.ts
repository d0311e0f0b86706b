import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fleetFrame, fleetRoster } from '#bff/history/fleet-fixture.ts'
import { decodeReplayHead, encodeReplayHead, MOST_REPLAY_BYTES, createReplayWriter } from './replay-container.ts'
import { readReplay } from './read-replay.ts'

const START = Date.UTC(2026, 10, 22, 14)
const roster = fleetRoster()
const grown = {
  ...fleetRoster({ regions: 2, services: 4 }, 1),
  regions: [
    { id: 'region-0', name: 'Łódź 🌊' },
    { id: 'region-1', name: '東京' },
  ],
}

/** Frames at these seconds; those from `changes` on have a roster of other rows. */
function payloadOf(seconds: readonly number[], changes = Infinity): Uint8Array {
  const writer = createReplayWriter()
  seconds.forEach((second, index) => {
    const named = second >= changes ? grown : roster
    const frame = fleetFrame({ roster: named, at: START + second * 1_000, seq: index, requestsPerSecond: 100 + second })
    writer.add({ ...frame, rosterVersion: named.version }, named)
  })
  return writer.payload({ before: START - 60_000, after: null })
}

const seconds = fc
  .uniqueArray(fc.nat({ max: 500 }), { minLength: 1, maxLength: 90 })
  .map((values) => values.toSorted((one, other) => one - other))

describe('a replay', () => {
  it('brings back every frame with its roster, asked for in any order', () => {
    fc.assert(
      fc.property(seconds, fc.nat({ max: 500 }), fc.array(fc.nat(), { maxLength: 20 }), (all, changes, asked) => {
        const replay = readReplay(payloadOf(all, changes))
        expect([...replay.at]).toEqual(all.map((second) => START + second * 1_000))
        for (const any of asked) {
          const place = any % all.length
          const second = all[place] ?? NaN
          const { frame, roster: named } = replay.frame(place)
          expect(named.version).toBe(second >= changes ? 1 : 0)
          expect(frame.worldAt).toBe(START + second * 1_000)
          expect(frame.nodes.requestsPerSecond.length).toBe(named.nodes.length)
          expect(frame.regionTotals[0]?.requestsPerSecond).toBe(100 + second)
          expect((frame.edges.requestsPerSecond[0] ?? NaN) / (100 + second)).toBeCloseTo(1, 1)
        }
      }),
    )
  })

  it('names the moments next to it, and keeps names in any script', () => {
    const replay = readReplay(payloadOf([1, 2], 2))
    expect([replay.before, replay.after]).toEqual([START - 60_000, null])
    expect(replay.frame(1).roster.regions.map(({ name }) => name)).toEqual(['Łódź 🌊', '東京'])
    expect(replay.frame(0).roster).toEqual(roster)
  })

  it('may be of nothing at all', () => {
    const replay = readReplay(createReplayWriter().payload({ before: null, after: START }))
    expect([replay.at.length, replay.before, replay.after]).toEqual([0, null, START])
    expect(() => replay.frame(0)).toThrow(RangeError)
  })

  it('is written oldest first', () => {
    const writer = createReplayWriter()
    writer.add(fleetFrame({ roster, at: START }), roster)
    expect(() => writer.add(fleetFrame({ roster, at: START }), roster)).toThrow(RangeError)
  })
})

describe('bytes that are no replay', () => {
  const whole = payloadOf(
    Array.from({ length: 40 }, (_, second) => second),
    20,
  )

  /** Everything a reader does with bytes. */
  function readAll(bytes: Uint8Array): void {
    const replay = readReplay(bytes)
    for (let place = 0; place < replay.at.length; place++) replay.frame(place)
  }

  it('end in a RangeError, wherever they are cut or changed, or are read as what they say', () => {
    const damage = fc.oneof(
      fc.nat({ max: whole.length - 1 }).map((length) => whole.slice(0, length)),
      fc.tuple(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 0, max: 255 })).map(([at, byte]) => {
        const bytes = whole.slice()
        bytes[at] = byte
        return bytes
      }),
      fc.uint8Array({ maxLength: 200 }),
    )
    fc.assert(
      fc.property(damage, (bytes) => {
        try {
          readAll(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
      { numRuns: 400 },
    )
  })

  it.each([
    ['no magic', [0, 0x52, 1, 0, 0, 0, 0, 0]],
    ['another format', [0x53, 0x52, 9, 0, 0, 0, 0, 0]],
    ['too short', [0x53, 0x52, 1]],
    ['more than is ever read', [0x53, 0x52, 1, 0, 255, 255, 255, 255]],
  ])('are refused by their head: %s', (_, bytes) => {
    expect(() => decodeReplayHead(Uint8Array.from(bytes))).toThrow(RangeError)
  })

  it('are never written either', () => {
    expect(decodeReplayHead(encodeReplayHead(12_345))).toBe(12_345)
    expect(() => encodeReplayHead(MOST_REPLAY_BYTES + 1)).toThrow(RangeError)
  })
})
