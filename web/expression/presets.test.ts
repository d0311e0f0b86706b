import { describe, expect, test } from 'vitest'
import { Preset, Presets } from '#contract/presets.ts'
import { BUILT_IN_PRESETS } from './built-in-presets.ts'
import { readPresets } from './presets.ts'

test('the built-in presets are valid, and are read without fault', () => {
  expect(Presets.parse(BUILT_IN_PRESETS)).toEqual(BUILT_IN_PRESETS)
  expect(readPresets([]).map(({ kind }) => kind)).toEqual(BUILT_IN_PRESETS.map(() => 'usable'))
})

test('a configured preset takes the place of a built-in one of its name, and a wrong one is shown with its faults', () => {
  const own = { name: 'busiest', expression: 'rps > 1k' }
  const wrong = { name: 'Slow', expression: 'p99 > 2' }
  const read = readPresets([own, wrong])
  expect(read.map(({ preset }) => preset.name)).toEqual(['Errors only', 'Saturated', 'Unknown', 'busiest', 'Slow'])
  expect(read.at(-1)).toMatchObject({ kind: 'wrong', faults: [{ from: 6, to: 7 }] })
})

describe('the shape of a preset', () => {
  test.each([
    ['errors', 'errors > 1%', true],
    ['Wiedergabe träge', 'p99 > 2s', true],
    ['', 'a', false],
    [' a', 'a', false],
    ['a ', 'a', false],
    ['a\nb', 'a', false],
    ['a\u0007b', 'a', false],
    ['x'.repeat(61), 'a', false],
    ['a', '', false],
    ['a', '  ', false],
    ['a', 'x'.repeat(1_001), false],
  ])('%j: %j', (name, expression, valid) => {
    expect(Preset.safeParse({ name, expression }).success).toBe(valid)
  })

  test('names differ by more than their case', () => {
    const twice = Presets.safeParse([
      { name: 'Slow', expression: 'a' },
      { name: 'slow', expression: 'b' },
    ])
    expect(twice.error?.issues).toMatchObject([{ path: [1, 'name'], message: '"slow" is there twice' }])
  })
})
