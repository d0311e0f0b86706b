import { rootMeanSquare } from 'simple-statistics'
import { expect, test } from 'vitest'
import { createPrototypes } from './prototypes.ts'
import { createNoise } from './series-fixture.ts'
import { createShapes } from './shapes.ts'

test('a shape often seen is near, one never seen is far, and once known it is nearer', () => {
  const shapes = createShapes()
  const noise = createNoise(2)
  const saw = (row: number) => (row % 8) + 0.1 * noise()
  let last = NaN
  for (let row = 0; row < 400; row += 1) last = shapes.push(saw(row))
  expect(last).toBeLessThan(0.2)
  const backwards = () => Math.max(...Array.from({ length: 8 }, (_, row) => shapes.push(7 - row)))
  const never = backwards()
  expect(never).toBeGreaterThan(0.5)
  for (let row = 0; row < 80; row += 1) shapes.push(saw(row))
  expect(backwards()).toBeLessThan(never / 2)
})

test('the window begins anew after a restart', () => {
  const shapes = createShapes()
  for (let row = 0; row < 100; row += 1) shapes.push(row % 3)
  shapes.restart()
  expect(Array.from({ length: 7 }, () => shapes.push(1))).toEqual(Array(7).fill(NaN))
  expect(shapes.push(1)).not.toBeNaN()
})

test('the distance is the root of the mean square; a full house gives the place of the one that served least lately', () => {
  const prototypes = createPrototypes(2)
  expect(prototypes.nearest([0, 0]).place).toBe(-1)
  for (let each = 0; each < 64; each += 1) prototypes.found([10 * each, 0])
  expect(prototypes.nearest([13, 4])).toEqual({ place: 1, distance: rootMeanSquare([3, 4]) })
  for (let each = 0; each < 64; each += 1) if (each !== 5) prototypes.serve(each, [10 * each, 0])
  prototypes.found([-500, 0])
  expect(prototypes.nearest([-500, 0])).toEqual({ place: 5, distance: 0 })
})
