import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeFrame } from './decode-frame.ts'
import { encodeFrame, quantiseFrame, type FrameCodes } from './encode-frame.ts'
import { EDGE_COLUMNS, NODE_COLUMNS, type Frame } from './frame.ts'
import { arbitraryFrame } from './frame-fixture.ts'
import { decodeHeader, isKeyFrame, mostBodyBytes, shapeOf } from './frame-header.ts'
import { QUANTISERS } from './quantise.ts'
import { createSimulatedFleet } from './simulated-fleet-fixture.ts'

/** A frame and the one after it, which has more rows. */
const twoFrames = fc.tuple(
  arbitraryFrame({ seq: 7, nodes: 4, edges: 9 }),
  arbitraryFrame({ seq: 8, nodes: 5, edges: 30 }),
)

function encode(frame: Frame, base: FrameCodes | null) {
  const codes = quantiseFrame(frame)
  return { codes, ...encodeFrame({ frame, codes, base }) }
}

function decode(input: { header: Uint8Array; body: Uint8Array; base: FrameCodes | null; frame: Frame }) {
  return decodeFrame({
    header: decodeHeader(input.header),
    body: input.body,
    base: input.base,
    shape: shapeOf(input.frame),
  })
}

/** What of a frame survives: everything as it was, columns by their steps. */
function asQuantised(frame: Frame): Frame {
  const copy = structuredClone(frame)
  for (const column of NODE_COLUMNS) snap(column, copy.nodes[column])
  for (const column of EDGE_COLUMNS) snap(column, copy.edges[column])
  return copy
}

function snap(column: (typeof NODE_COLUMNS)[number], values: Float32Array): void {
  const codes = new Uint16Array(values.length)
  QUANTISERS[column].quantise(values, codes)
  for (const [row, code] of codes.entries()) values[row] = QUANTISERS[column].values[code] ?? NaN
}

describe('a frame', () => {
  it('comes back from a key frame: totals to the last bit, columns by their steps', () => {
    fc.assert(
      fc.property(arbitraryFrame({ seq: 3, nodes: 4, edges: 20 }), (frame) => {
        const { header, body } = encode(frame, null)
        expect(decode({ header, body, base: null, frame }).frame).toEqual(asQuantised(frame))
      }),
    )
  })

  it('comes back from a delta, appended rows too', () => {
    fc.assert(
      fc.property(twoFrames, ([before, frame]) => {
        const base = quantiseFrame(before)
        const { header, body, codes } = encode(frame, base)
        const decoded = decode({ header, body, base, frame })
        expect(decoded.frame).toEqual(asQuantised(frame))
        expect(decoded.codes).toEqual(codes)
      }),
    )
  })

  it('does not drift over many deltas, and never writes into a frame it gave away', () => {
    const fleet = createSimulatedFleet({ nodes: 20, edges: 100, seed: 5 })
    const first = fleet.next()
    let base = quantiseFrame(first)
    const key = encode(first, null)
    let held = decode({ ...key, base: null, frame: first })
    for (let second = 0; second < 50; second++) {
      const frame = fleet.next()
      const { header, body, codes } = encode(frame, base)
      const shown = structuredClone(held.frame)
      const next = decode({ header, body, base: held.codes, frame })
      expect(held.frame).toEqual(shown)
      expect(next.frame).toEqual(asQuantised(frame))
      held = next
      base = codes
    }
  })

  it('of the format before comes back too: nothing is known of the columns it lacks', () => {
    fc.assert(
      fc.property(twoFrames, ([before, frame]) => {
        const asRecorded = (codes: FrameCodes): FrameCodes => ({ ...codes, nodes: codes.nodes.slice(0, 6) })
        const base = asRecorded(quantiseFrame(before))
        const key = encodeFrame({ frame: before, codes: base, base: null })
        const delta = encodeFrame({ frame, codes: asRecorded(quantiseFrame(frame)), base })
        for (const { header } of [key, delta]) header[1] = 1
        const first = decode({ ...key, base: null, frame: before })
        const second = decode({ ...delta, base: first.codes, frame })
        const withoutBreakers = (of: Frame): Frame => {
          const quantised = asQuantised(of)
          quantised.nodes.breakersOpen.fill(NaN)
          return quantised
        }
        expect(first.frame).toEqual(withoutBreakers(before))
        expect(second.frame).toEqual(withoutBreakers(frame))
      }),
    )
  })

  it('pays next to nothing for a column of which nothing is known', () => {
    const fleet = createSimulatedFleet({ nodes: 1_000, edges: 10, seed: 5 })
    const frame = fleet.next()
    expect(frame.nodes.breakersOpen.every(Number.isNaN)).toBe(true)
    const codes = quantiseFrame(frame)
    const whole = encodeFrame({ frame, codes, base: null }).body.length
    const without = encodeFrame({ frame, codes: { ...codes, nodes: codes.nodes.slice(0, 6) }, base: null }).body.length
    expect(whole - without).toBeLessThan(5)
  })

  it('says before its body what it is', () => {
    fc.assert(
      fc.property(twoFrames, ([before, frame]) => {
        const base = quantiseFrame(before)
        const { header, body } = encode(frame, base)
        const { rosterEpoch, rosterVersion, at, worldAt } = frame
        const said = { rosterEpoch, rosterVersion, at, worldAt, seq: 8, bodyBytes: body.length, shape: shapeOf(frame) }
        expect(decodeHeader(header)).toEqual({
          ...said,
          kind: 'delta',
          nodeColumns: NODE_COLUMNS.length,
          baseSeq: 7,
          headerBytes: header.length,
        })
        expect(isKeyFrame(header)).toBe(false)
        expect(isKeyFrame(encode(frame, null).header)).toBe(true)
        expect(body.length).toBeLessThanOrEqual(mostBodyBytes(shapeOf(frame)))
      }),
    )
  })
})

describe('a frame that cannot be read', () => {
  const fleet = createSimulatedFleet({ nodes: 5, edges: 30, seed: 9 })
  const before = fleet.next()
  const frame = fleet.next()
  const base = quantiseFrame(before)
  const { header, body } = encode(frame, base)
  const shape = shapeOf(frame)

  it.each([
    ['its base is not at hand', null],
    ['its base is another one', { ...base, seq: base.seq + 5 }],
  ])('is refused: %s', (_, other) => {
    expect(() => decode({ header, body, base: other, frame })).toThrow(/builds upon/)
  })

  it('is refused: its rows are not those of the roster', () => {
    const input = { header: decodeHeader(header), body, base, shape: { ...shape, edges: shape.edges + 1 } }
    expect(() => decodeFrame(input)).toThrow(/other rows/)
  })

  it('is refused: it claims a body larger than its rows can have', () => {
    const claims = { ...decodeHeader(header), bodyBytes: 4_000_000_000 }
    expect(() => decodeFrame({ header: claims, body, base, shape })).toThrow(/too large/)
  })

  it('is refused: something follows it', () => {
    const longer = new Uint8Array(body.length + 1)
    longer.set(body)
    const claims = { ...decodeHeader(header), bodyBytes: longer.length }
    expect(() => decodeFrame({ header: claims, body: longer, base, shape })).toThrow(/too many/)
  })

  it('at whatever length it is cut', () => {
    for (let length = 0; length < header.length; length++) {
      expect(() => decodeHeader(header.subarray(0, length))).toThrow(RangeError)
    }
    for (let length = 0; length < body.length; length++) {
      const claims = { ...decodeHeader(header), bodyBytes: length }
      expect(() => decodeFrame({ header: claims, body: body.subarray(0, length), base, shape })).toThrow(RangeError)
    }
  })

  it('whatever its bytes are: it is read or refused with a RangeError', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(damage, fc.boolean(), (changes, inHeader) => {
        const damagedHeader = header.slice()
        const damagedBody = body.slice()
        const target = inHeader ? damagedHeader : damagedBody
        for (const [place, byte] of changes) target[place % target.length] = byte
        expect(['read', 'refused']).toContain(
          outcomeOf(() => decode({ header: damagedHeader, body: damagedBody, base, frame })),
        )
      }),
      { numRuns: 3_000 },
    )
  })

  it('though its bytes are noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        expect(['read', 'refused']).toContain(outcomeOf(() => decodeHeader(noise)))
        const claims = { ...decodeHeader(header), bodyBytes: noise.length }
        expect(['read', 'refused']).toContain(
          outcomeOf(() => decodeFrame({ header: claims, body: noise, base, shape })),
        )
      }),
      { numRuns: 2_000 },
    )
  })
})

function outcomeOf(read: () => unknown): string {
  try {
    read()
    return 'read'
  } catch (error) {
    return error instanceof RangeError ? 'refused' : String(error)
  }
}

describe('what cannot be sent', () => {
  const frame = createSimulatedFleet({ nodes: 2, edges: 3, seed: 1 }).next()

  it.each(['', 'ä', 'with space', 'x'.repeat(65)])('an epoch called %j', (rosterEpoch) => {
    expect(() => encode({ ...frame, rosterEpoch }, null)).toThrow(RangeError)
  })

  it('columns of different lengths', () => {
    const edges = { ...frame.edges, lagMs: new Float32Array(2) }
    expect(() => encode({ ...frame, edges }, null)).toThrow(RangeError)
  })
})
