import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COLUMN_GAP, ROW_GAP, type Place } from './layout-graph.ts'
import { openGroups, type OpenGroup } from './open-groups.ts'

function groupOf(id: string, size: number): OpenGroup {
  const members = Array.from({ length: size }, (_, n) => ({ id: `${id}-${n}`, entry: n === 0, leaf: false }))
  return { id, members, edges: members.slice(1).map((member) => ({ source: `${id}-0`, target: member.id })) }
}

/** A grid of closed groups, some of them to be opened. */
const pictures = fc
  .record({
    columns: fc.integer({ min: 1, max: 4 }),
    rows: fc.integer({ min: 1, max: 4 }),
    sizes: fc.array(fc.integer({ min: 2, max: 20 }), { minLength: 1, maxLength: 3 }),
    pick: fc.array(fc.nat(15), { minLength: 3, maxLength: 3 }),
  })
  .map(({ columns, rows, sizes, pick }) => {
    const closed = new Map<string, Place>()
    for (let column = 0; column < columns; column++) {
      for (let row = 0; row < rows; row++) {
        closed.set(`g${closed.size}`, { x: column * COLUMN_GAP, y: row * ROW_GAP + (column % 2) * (ROW_GAP / 2) })
      }
    }
    const ids = [...new Set(sizes.map((_, index) => `g${(pick[index] ?? 0) % closed.size}`))]
    return { closed, groups: ids.map((id, index) => groupOf(id, sizes[index] ?? 2)) }
  })

describe('opening groups in place', () => {
  it('keeps everything apart: members in their frame, everybody else outside, frames beside each other', () => {
    fc.assert(
      fc.property(pictures, ({ closed, groups }) => {
        const { places, frames } = openGroups(closed, groups)
        for (const frame of frames) {
          for (const [id, { x, y }] of places) {
            const within = x > frame.left && x < frame.right && y > frame.top && y < frame.bottom
            expect(within).toBe(id.startsWith(`${frame.id}-`))
          }
        }
        frames.forEach((one, index) => {
          for (const other of frames.slice(index + 1)) {
            const beside = one.right <= other.left || other.right <= one.left
            expect(beside || one.bottom <= other.top || other.bottom <= one.top).toBe(true)
          }
        })
      }),
      { numRuns: 100 },
    )
  })

  it('puts nothing elsewhere while all are closed', () => {
    const closed = new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 148, y: 42 }],
    ])
    expect(openGroups(closed, []).places).toEqual(closed)
  })

  it('keeps members where they stand when others come or go, and apart from each other', () => {
    const closed = new Map([['g', { x: 300, y: 200 }]])
    const sizes = fc.tuple(fc.integer({ min: 4, max: 16 }), fc.integer({ min: 4, max: 16 }))
    fc.assert(
      fc.property(sizes, ([before, after]) => {
        fc.pre(after < before * 2)
        const { inside: known } = openGroups(closed, [groupOf('g', before)])
        const { inside } = openGroups(closed, [{ ...groupOf('g', after), known }])
        expect(inside.size).toBe(after)
        for (const [id, place] of inside) if (known.has(id)) expect(place).toEqual(known.get(id))
        const all = [...inside.values()]
        all.forEach((one, index) =>
          all.slice(index + 1).forEach((other) => {
            const apart = Math.abs(one.x - other.x) > COLUMN_GAP * 0.4 || Math.abs(one.y - other.y) > ROW_GAP * 0.45
            expect(apart).toBe(true)
          }),
        )
      }),
    )
  })

  it('takes the frame along where a member is put far outside, and lets the others step aside', () => {
    const closed = new Map([
      ['g', { x: 0, y: 0 }],
      ['right', { x: COLUMN_GAP, y: 0 }],
      ['below', { x: 0, y: ROW_GAP }],
    ])
    const { inside, places: before } = openGroups(closed, [groupOf('g', 5)])
    const known = new Map(inside).set('g-3', { x: 900, y: 700 })
    const { places, frames } = openGroups(closed, [{ ...groupOf('g', 5), known }])
    expect(places.get('g-3')).toEqual({ x: 900, y: 700 })
    expect(places.get('g-0')).toEqual(before.get('g-0'))
    const [frame] = frames
    expect(frame?.right).toBeGreaterThan(900)
    expect(frame?.bottom).toBeGreaterThan(700)
    expect(places.get('right')?.x).toBeGreaterThan(frame?.right ?? NaN)
    expect(places.get('below')?.y).toBeGreaterThan(frame?.bottom ?? NaN)
  })
})
