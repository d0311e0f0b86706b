import { expect, it } from 'vitest'
import { heatCells } from './heat-cells.ts'

const span = { from: 1_000, to: 11_000 }

it('paints the time before each instant, and nothing where nothing is known', () => {
  const at = [1_000, 3_000, 5_000, 7_000]
  expect(heatCells(at, [0.5, 0.1, null, 0.3], span)).toEqual([
    { from: 0, to: 0.2, value: 0.1 },
    { from: 0.4, to: 0.6, value: 0.3 },
  ])
})

it('does not paint a hole in which nobody asked', () => {
  expect(heatCells([1_000, 8_500, 9_500], [null, 0.2, 0.4], span)).toEqual([
    { from: 0.45, to: 0.75, value: 0.2 },
    { from: 0.75, to: 0.85, value: 0.4 },
  ])
})

it('stays within its span', () => {
  const cells = heatCells([0, 500, 1_500, 10_500, 11_500], [1, 1, 1, 1, 1], span)
  expect(cells.every(({ from, to }) => from >= 0 && to <= 1 && from < to)).toBe(true)
})

it.each([[[]], [[1_000]]])('of %j paints nothing', (at) => expect(heatCells(at, [1], span)).toEqual([]))
