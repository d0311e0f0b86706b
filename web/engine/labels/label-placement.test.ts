import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLabelPlacer, SIDES, topOffset, URGENCY, type LabelBoxes } from './label-placement.ts'

function boxesAt(places: readonly (readonly [number, number])[], urgent: readonly number[] = []): LabelBoxes {
  const count = places.length
  return {
    count,
    x: Float32Array.from(places, ([x]) => x),
    y: Float32Array.from(places, ([, y]) => y),
    radius: new Float32Array(count).fill(12),
    sideX: new Float32Array(count),
    sideY: new Float32Array(count),
    asideX: new Float32Array(count),
    asideY: new Float32Array(count),
    caption: new Uint8Array(count),
    width: new Float32Array(count).fill(90),
    height: new Float32Array(count).fill(28),
    nameHeight: new Float32Array(count).fill(15),
    urgency: Uint8Array.from({ length: count }, (_, row) => (urgent.includes(row) ? URGENCY.urgent : URGENCY.usual)),
    order: Uint32Array.from({ length: count }, (_, row) => row),
  }
}

function placed(boxes: LabelBoxes, zoom: number): Uint8Array {
  const sides = new Uint8Array(boxes.count)
  createLabelPlacer(boxes.count).place(boxes, zoom, sides)
  return sides
}

describe('labels', () => {
  it('never lie on each other', () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 600 }))
    fc.assert(
      fc.property(fc.array(place, { maxLength: 80 }), fc.double({ min: 0.2, max: 3, noNaN: true }), (places, zoom) => {
        const boxes = boxesAt(places)
        const sides = placed(boxes, zoom)
        const rectangles = [...sides].flatMap((side, box) => {
          if (side === SIDES.hidden) return []
          const top = (boxes.y[box] ?? 0) * zoom + topOffset(boxes, box, side, zoom)
          const high = side === SIDES.below || side === SIDES.above ? 28 : 15
          return [
            { left: (boxes.x[box] ?? 0) * zoom - 45, top, right: (boxes.x[box] ?? 0) * zoom + 45, bottom: top + high },
          ]
        })
        rectangles.forEach((a, i) =>
          rectangles.slice(i + 1).forEach((b) => {
            const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 0.01 || b.bottom <= a.top + 0.01
            expect(apart).toBe(true)
          }),
        )
      }),
    )
  })

  it('of the more important come first, and above where below is taken', () => {
    const sides = placed(
      boxesAt([
        [0, 0],
        [0, 60],
      ]),
      1,
    )
    expect(sides[0]).not.toBe(SIDES.hidden)
    expect(sides[1]).toBe(SIDES.below)
    expect(
      placed(
        boxesAt([
          [0, 0],
          [30, 0],
        ]),
        1,
      )[1],
    ).toBe(SIDES.above)
  })

  it('of what was asked for are told whole, over a node if need be', () => {
    const boxes = boxesAt([
      [0, 0],
      [0, 45],
      [0, -45],
    ])
    const below = placed(boxes, 1)[0]
    boxes.urgency[0] = URGENCY.asked
    expect([below, placed(boxes, 1)[0]]).toEqual([SIDES.nameBelow, SIDES.below])
  })

  it('of what fails are shown at any zoom', () => {
    const crowd = Array.from({ length: 60 }, (_, n): [number, number] => [(n % 10) * 20, Math.floor(n / 10) * 20])
    const sides = placed(boxesAt(crowd, [33]), 0.3)
    expect(sides[33]).not.toBe(SIDES.hidden)
    expect([...sides].filter((side) => side === SIDES.hidden).length).toBeGreaterThan(40)
  })
})
