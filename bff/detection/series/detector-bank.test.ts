import { expect, test } from 'vitest'
import { createDetectorBank } from './detector-bank.ts'
import { createSeriesDetector } from './series-detector.ts'
import { createNoise } from './series-fixture.ts'

test('each series is judged by itself, as a detector of its own would', () => {
  const bank = createDetectorBank()
  for (const key of ['one', 'two', 'three']) bank.add(key)
  const alone = createSeriesDetector()
  const noise = createNoise(4)
  for (let row = 0; row < 1_000; row += 1) {
    const values = [noise(), row % 300 === 299 ? 50 : noise(), NaN]
    const said = bank.tick(row * 2_000, values)
    const expected = alone.push(row * 2_000, values[1] ?? NaN)
    expect(said.filter(({ key }) => key === 'two')).toEqual(expected === null ? [] : [{ key: 'two', ...expected }])
    expect(said.some(({ key }) => key === 'three')).toBe(false)
  }
})

test('memory grows with the series alone, and goes with them', () => {
  const bank = createDetectorBank()
  for (let index = 0; index < 20; index += 1) bank.add(`series ${index}`)
  const before = bank.byteLength()
  expect(before).toBe(20 * createSeriesDetector().byteLength)
  for (let row = 0; row < 2_000; row += 1) bank.tick(row * 1_000, Array(20).fill(row % 60))
  expect(bank.byteLength()).toBe(before)
  for (let index = 0; index < 15; index += 1) bank.remove(`series ${index}`)
  expect(bank.keys()).toHaveLength(5)
  expect(bank.byteLength()).toBe(before / 4)
})

test('a series added again begins anew, with the days it is given', () => {
  const bank = createDetectorBank()
  bank.add('one')
  for (let row = 0; row < 900; row += 1) bank.tick(row * 300_000, [row % 288])
  const profiles = bank.profiles('one')
  bank.add('one', profiles)
  expect(bank.keys()).toEqual(['one'])
  expect(bank.profiles('one')).toEqual(profiles)
  expect(bank.profiles('two')).toBeNull()
})
