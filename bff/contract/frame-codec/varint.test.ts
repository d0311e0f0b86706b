import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCursor, readVarint, unzigzag, writeVarint, zigzag } from './varint.ts'

describe('varint', () => {
  it.each([
    [0, [0]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [300, [0xac, 0x02]],
    [0xffff_ffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('%d is %j', (value, bytes) => {
    const cursor = createCursor(new Uint8Array(8))
    writeVarint(cursor, value)
    expect([...cursor.bytes.subarray(0, cursor.at)]).toEqual(bytes)
  })

  it('reads what it wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { maxLength: 50 }), (values) => {
        const cursor = createCursor(new Uint8Array(values.length * 5))
        for (const value of values) writeVarint(cursor, value)
        const reader = createCursor(cursor.bytes.subarray(0, cursor.at))
        expect(values.map(() => readVarint(reader))).toEqual(values)
        expect(reader.at).toBe(cursor.at)
      }),
    )
  })

  it.each([
    ['nothing', []],
    ['a number cut short', [0x80]],
    ['a number of six bytes', [0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
    ['a number of 33 bits', [0xff, 0xff, 0xff, 0xff, 0x1f]],
  ])('refuses %s', (_, bytes) => {
    expect(() => readVarint(createCursor(Uint8Array.from(bytes)))).toThrow(RangeError)
  })
})

describe('zigzag', () => {
  it.each([
    [0, 0],
    [-1, 1],
    [1, 2],
    [-2, 3],
    [65_535, 131_070],
    [-65_535, 131_069],
  ])('folds %d into %d', (value, folded) => {
    expect(zigzag(value)).toBe(folded)
    expect(unzigzag(folded)).toBe(value)
  })
})
