import { expect, test } from 'vitest'
import { createKeptPoints } from './kept-points.ts'

const told = (from: number, p50: number[]) => ({
  from,
  to: from + (p50.length - 1) * 10,
  p50LatencyMs: p50,
  p90LatencyMs: p50.map((ms) => ms * 2),
})

test('what is told again counts as it was told last, and what nobody asked for is unknown', () => {
  const points = createKeptPoints({ stepMs: 10, mostPoints: 100 })
  expect(points.askedTo).toBeNaN()
  points.put(told(100, [1, NaN, 3]))
  points.put(told(120, [30, 4]))
  expect(points.read({ from: 90, to: 140 })).toEqual({
    p50LatencyMs: [null, 1, null, 30, 4, null],
    p90LatencyMs: [null, 2, null, 60, 8, null],
  })
  expect(points.askedTo).toBe(130)
})

test('the oldest go first', () => {
  const points = createKeptPoints({ stepMs: 10, mostPoints: 3 })
  points.put(told(100, [1, 2, 3]))
  points.put(told(120, [3, 4]))
  expect(points.read({ from: 100, to: 130 }).p50LatencyMs).toEqual([null, 2, 3, 4])
})
