import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NODE_COLUMNS } from './frame.ts'
import { QUANTISERS, UNKNOWN_CODE, ZERO_CODE, type Quantiser } from './quantise.ts'

function codeOf(quantiser: Quantiser, value: number): number {
  const codes = new Uint16Array(1)
  quantiser.quantise(Float32Array.of(value), codes)
  return codes[0] ?? NaN
}

function throughTheWire(quantiser: Quantiser, value: number): number {
  return quantiser.values[codeOf(quantiser, value)] ?? NaN
}

describe.each(NODE_COLUMNS)('quantiser of %s', (column) => {
  const quantiser = QUANTISERS[column]
  const allowedError = Math.sqrt(quantiser.ratio) - 1 + 1e-3 + 1e-6

  it.each([
    ['NaN', NaN],
    ['infinite', Infinity],
    ['infinitely negative', -Infinity],
    ['negative', -1],
    ['least negative', -1e-45],
  ])('knows no %s measure', (_, value) => {
    const code = codeOf(quantiser, value)
    // The least negative float shares its cell with −0, a measured zero; nothing measured can be told from it.
    if (value === -1e-45) expect(code).toBe(ZERO_CODE)
    else expect(code).toBe(UNKNOWN_CODE)
  })

  it('keeps zero and unknown apart', () => {
    expect(throughTheWire(quantiser, 0)).toBe(0)
    expect(throughTheWire(quantiser, -0)).toBe(0)
    expect(throughTheWire(quantiser, NaN)).toBeNaN()
  })

  it('errs by half a step at most inside its range', () => {
    const exponents = fc.double({ min: Math.log(quantiser.least), max: Math.log(quantiser.greatest), noNaN: true })
    fc.assert(
      fc.property(exponents, (exponent) => {
        const value = Math.fround(Math.exp(exponent))
        const seen = throughTheWire(quantiser, value)
        expect(Math.max(seen / value, value / seen) - 1).toBeLessThanOrEqual(allowedError)
      }),
    )
  })

  it('never makes a zero or an unknown of what is small or large', () => {
    const positive = fc.float({ min: Math.fround(1e-37), noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(positive, (value) => {
        const seen = throughTheWire(quantiser, value)
        expect(seen).toBeGreaterThanOrEqual(quantiser.least * (1 - 1e-6))
        expect(seen).toBeLessThanOrEqual(quantiser.greatest * (1 + 1e-6))
      }),
    )
  })

  it('keeps the order of values', () => {
    const values = fc.float({ min: 0, noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(values, values, (one, other) => {
        const [less, more] = one <= other ? [one, other] : [other, one]
        expect(codeOf(quantiser, less)).toBeLessThanOrEqual(codeOf(quantiser, more))
      }),
    )
  })

  it('is at rest on its own steps', () => {
    const again = new Uint16Array(quantiser.codes)
    quantiser.quantise(quantiser.values, again)
    expect([...again]).toEqual(Array.from({ length: quantiser.codes }, (_, code) => code))
  })

  it('meets 1 exactly', () => {
    expect(throughTheWire(quantiser, 1)).toBe(1)
  })

  it('fits 16 bits', () => {
    expect(quantiser.codes).toBeLessThan(1 << 16)
  })
})

describe('what a step is worth', () => {
  it.each([
    ['requestsPerSecond', 1.02, 1e-3, 1e9],
    ['errorShare', 1.05, 1e-6, 1],
    ['degradedShare', 1.05, 1e-6, 1],
    ['p99LatencyMs', 1.05, 1e-2, 1e7],
    ['lagMs', 1.05, 1, 1e9],
    ['saturation', 1.02, 1e-4, 100],
  ] as const)('%s: %d, from %d to %d', (column, ratio, least, greatest) => {
    const quantiser = QUANTISERS[column]
    expect(quantiser.ratio).toBe(ratio)
    expect(quantiser.least).toBeLessThan(least * ratio)
    expect(quantiser.greatest).toBeGreaterThan(greatest / ratio)
  })
})
