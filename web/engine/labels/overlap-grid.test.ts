import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOverlapGrid } from './overlap-grid.ts'

const box = fc
  .tuple(fc.integer({ min: -2_000, max: 2_000 }), fc.integer({ min: -900, max: 900 }), fc.nat(900), fc.nat(700))
  .map(([left, top, wide, high]) => ({ left, top, right: left + wide + 1, bottom: top + high + 1 }))
const disc = fc.record({
  x: fc.integer({ min: -2_000, max: 2_000 }),
  y: fc.integer({ min: -900, max: 900 }),
  radius: fc.integer({ min: 1, max: 700 }),
})

describe('the grid of what is taken', () => {
  it('answers as looking at everything would, however large the things are', () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 12 }), fc.array(disc, { maxLength: 12 }), box, (boxes, discs, asked) => {
        const grid = createOverlapGrid(24)
        for (const { left, top, right, bottom } of boxes) grid.take(left, top, right, bottom)
        for (const { x, y, radius } of discs) grid.takeDisc(x, y, radius)
        const onBox = boxes.some(
          (one) => one.left < asked.right && asked.left < one.right && one.top < asked.bottom && asked.top < one.bottom,
        )
        const onDisc = discs.some(({ x, y, radius }) => {
          const dx = Math.max(asked.left - x, 0, x - asked.right)
          const dy = Math.max(asked.top - y, 0, y - asked.bottom)
          return dx * dx + dy * dy < radius * radius
        })
        expect(grid.isFree(asked.left, asked.top, asked.right, asked.bottom)).toBe(!onBox && !onDisc)
        grid.clear()
        expect(grid.isFree(asked.left, asked.top, asked.right, asked.bottom)).toBe(true)
      }),
    )
  })

  it('lets a label stand in the corner of the square around a disc', () => {
    const grid = createOverlapGrid(1)
    grid.takeDisc(0, 0, 100)
    expect(grid.isFree(80, 80, 120, 100)).toBe(true)
    expect(grid.isFree(60, 60, 120, 100)).toBe(false)
  })
})
