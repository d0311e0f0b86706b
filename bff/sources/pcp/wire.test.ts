import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantOfWire, parseFetch, WireFetch, writeTimestamp } from './wire.ts'

const fetched = (timestamp: string, further = '') =>
  `{"context":1365256781,"timestamp":${timestamp},"values":[{"pmid":"60.2.0","name":"kernel.all.load","instances":[{"instance":1,"value":6.82}]}${further}]}\r\n`
const atOf = (text: string) => instantOfWire(WireFetch.parse(parseFetch(text)).timestamp)

describe('the time of a fetch', () => {
  it.each([
    ['1795375741.4626', 1_795_375_741_000.0046],
    ['1795375742.1095897', 1_795_375_742_001.0959],
    ['1795375744.726241426', 1_795_375_744_726.2415],
    // A pmproxy that pads says the same.
    ['1795375742.001095897', 1_795_375_742_001.0959],
    ['1795375742.0', 1_795_375_742_000],
  ])('%s is nanoseconds after the second, padded or not', (text, expected) => {
    expect(atOf(fetched(text))).toBeCloseTo(expected, 3)
  })

  it('is what was written, for every nanosecond', () => {
    const parts = fc.tuple(fc.integer({ min: 0, max: 4_000_000_000 }), fc.integer({ min: 0, max: 999_999_999 }))
    fc.assert(
      fc.property(parts, ([s, ns]) => {
        expect(WireFetch.parse(parseFetch(fetched(`${s}.${ns}`))).timestamp).toEqual({ s, ns })
      }),
    )
  })

  it('never goes back while the clock does not, as a number would', () => {
    const ascending = fc
      .tuple(fc.integer({ min: 0, max: 4_000_000_000 }), fc.array(fc.integer({ min: 1, max: 900_000_000 })))
      .map(([from, steps]) => {
        let at = BigInt(from) * 1_000_000_000n
        return steps.map((step) => (at += BigInt(step)))
      })
    fc.assert(
      fc.property(ascending, (instants) => {
        const told = instants.map((ns) => atOf(fetched(`${ns / 1_000_000_000n}.${ns % 1_000_000_000n}`)))
        expect(told).toEqual(told.toSorted((one, other) => one - other))
      }),
    )
  })

  it('as we write it ourselves comes back within a microsecond', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 4e12, noNaN: true }), (atMs) => {
        expect(Math.abs(atOf(fetched(writeTimestamp(atMs))) - atMs)).toBeLessThan(0.001)
      }),
    )
  })

  it('is not looked for in texts', () => {
    const said = JSON.stringify('"timestamp":9.9')
    const text = `{"context":1,"values":[{"name":"x","instances":[{"instance":null,"value":${said}}]}],"timestamp":7.5}`
    expect(WireFetch.parse(parseFetch(text)).timestamp).toEqual({ s: 7, ns: 5 })
  })

  it.each(['1.2.3', '-5.1', '"12.5"', '1e9', '12', 'null'])('that reads %s is no time', (timestamp) => {
    expect(() => WireFetch.parse(parseFetch(fetched(timestamp)))).toThrow()
  })
})
