import fc from 'fast-check'
import { mean } from 'simple-statistics'
import { expect, test } from 'vitest'
import { createRecent } from './recent.ts'

test('the mean of any stretch of what is kept', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 80 }),
      fc.nat(11),
      fc.integer({ min: 1, max: 12 }),
      (values, ago, length) => {
        const recent = createRecent(12)
        for (const each of values) recent.push(each)
        expect(recent.size()).toBe(Math.min(12, values.length))
        if (ago + length > recent.size()) return
        const end = values.length - ago
        expect(recent.mean(ago, length)).toBeCloseTo(mean(values.slice(end - length, end)), 6)
      },
    ),
  )
})

test('as exact after a hundred thousand large values as after the first', () => {
  const recent = createRecent(20)
  for (let index = 0; index < 100_003; index += 1) recent.push(1e9 + (index % 7) / 8)
  expect(recent.mean(0, 7)).toBeCloseTo(1e9 + 3 / 8, 6)
})

test('cleared, it is empty', () => {
  const recent = createRecent(5)
  for (const value of [1, 2, 3]) recent.push(value)
  recent.clear()
  expect(recent.size()).toBe(0)
  recent.push(8)
  expect(recent.mean(0, 1)).toBe(8)
})
