import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Place } from '#web/engine/layout/layout-graph.ts'
import {
  bookOf,
  heardLate,
  insideKey,
  insideOf,
  moved,
  movedBetween,
  positionsToSave,
  reset,
  settled,
  settledInside,
  undone,
} from './place-book.ts'

const places = fc
  .uniqueArray(fc.nat(30), { minLength: 1, maxLength: 20 })
  .map((rows) => new Map(rows.map((row): [string, Place] => [`s${row}`, { x: row * 148, y: 0 }])))
const somewhere = fc.record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -900, max: 900 }) })
const changes = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('move' as const), id: fc.nat(30).map((row) => `s${row}`), to: somewhere }),
    fc.record({ kind: fc.constant('reset' as const), to: places }),
  ),
  { maxLength: 20 },
)

describe('a book of places', () => {
  it('goes back through every change to where it began, and no further', () => {
    fc.assert(
      fc.property(places, changes, (start, all) => {
        const first = { places: start, past: [] }
        let book: Parameters<typeof undone>[0] = first
        for (const change of all) {
          book = change.kind === 'reset' ? reset(book, change.to) : moved(book, change.id, change.to)
        }
        for (let step = 0; step < all.length; step++) book = undone(book)
        for (const [id, place] of start) expect(book.places.get(id)).toEqual(place)
        expect(undone(book)).toBe(book)
      }),
    )
  })

  it('takes many small moves by keys back as one', () => {
    let book = bookOf({ view: 'us-east-1', updatedAt: 1, revision: 'r1', nodes: [{ node: 'a', x: 0, y: 0 }] })
    book = moved(book, 'a', { x: 100, y: 0 })
    for (let x = 101; x <= 105; x++) book = moved(book, 'a', { x, y: 0 }, { goesOn: true })
    expect(undone(book).places.get('a')).toEqual({ x: 100, y: 0 })
    expect(undone(undone(book)).places.get('a')).toEqual({ x: 0, y: 0 })
  })

  it('gives newcomers their places and moves nobody', () => {
    const book = bookOf({ view: 'us-east-1', updatedAt: 1, revision: 'r1', nodes: [{ node: 'a', x: 0, y: 0 }] })
    const grown = settled(
      book,
      new Map([
        ['a', { x: 999, y: 9 }],
        ['b', { x: 148, y: 0 }],
      ]),
    )
    expect(grown.places).toEqual(
      new Map([
        ['a', { x: 0, y: 0 }],
        ['b', { x: 148, y: 0 }],
      ]),
    )
    expect(settled(grown, grown.places)).toBe(grown)
  })

  it('forgets the place of who has gone when somebody else has taken it', () => {
    const nodes = [
      { node: 'gone', x: 148, y: 0 },
      { node: 'away', x: 444, y: 0 },
    ]
    const book = settled(
      bookOf({ view: 'us-east-1', updatedAt: 1, revision: 'r1', nodes }),
      new Map([['new', { x: 148, y: 0 }]]),
    )
    expect([...book.places.keys()]).toEqual(['away', 'new'])
  })

  it('tells who moved', () => {
    const before = new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 1, y: 1 }],
    ])
    expect(movedBetween(before, moved({ places: before, past: [] }, 'b', { x: 2, y: 1 }).places)).toEqual(['b'])
  })
})

describe('places told late', () => {
  const told = new Map([
    ['a', { x: 1, y: 1 }],
    ['b', { x: 2, y: 2 }],
  ])
  const found = {
    places: new Map([
      ['a', { x: 10, y: 10 }],
      ['b', { x: 20, y: 20 }],
    ]),
    past: [],
  }

  it('count, but for what hands have moved meanwhile, which goes back to where it was taken', () => {
    expect(heardLate(found, told)).toEqual({ places: told, past: [] })
    const late = heardLate(moved(found, 'b', { x: 25, y: 25 }), told)
    expect(Object.fromEntries(late.places)).toEqual({ a: { x: 1, y: 1 }, b: { x: 25, y: 25 } })
    expect(Object.fromEntries(undone(late).places)).toEqual({ a: { x: 1, y: 1 }, b: { x: 20, y: 20 } })
  })

  it('do not count after everything was laid out anew', () => {
    const anew = reset(found, new Map([['a', { x: 7, y: 7 }]]))
    expect(heardLate(anew, told)).toBe(anew)
  })
})

describe('what is saved', () => {
  const mine = new Map([
    ['dragged', { x: 5.04, y: 0 }],
    ['theirs', { x: 1, y: 1 }],
    ['new', { x: 2, y: 2 }],
  ])

  it('keeps what others have moved meanwhile, but for what was moved here', () => {
    const theirs = [
      { node: 'dragged', x: 0, y: 0 },
      { node: 'theirs', x: 9, y: 9 },
      { node: 'gone', x: 7, y: 7 },
    ]
    expect(positionsToSave(mine, new Set(['dragged']), theirs)).toEqual([
      { node: 'dragged', x: 5, y: 0 },
      { node: 'theirs', x: 9, y: 9 },
      { node: 'gone', x: 7, y: 7 },
      { node: 'new', x: 2, y: 2 },
    ])
  })

  it('names nobody twice, whatever was known', () => {
    fc.assert(
      fc.property(places, places, fc.array(fc.nat(30).map((row) => `s${row}`)), (own, others, ids) => {
        const theirs = [...others].map(([node, place]) => ({ node, ...place }))
        const saved = positionsToSave(own, new Set(ids), theirs).map(({ node }) => node)
        expect(new Set(saved).size).toBe(saved.length)
        expect(new Set(saved)).toEqual(
          new Set([...own.keys(), ...[...others.keys()].filter((id) => !ids.includes(id) || own.has(id))]),
        )
      }),
    )
  })
})

describe('members of open groups in a book', () => {
  const start = bookOf({ view: 'us-east-1', updatedAt: 1, revision: 'r1', nodes: [{ node: 'a', x: 0, y: 0 }] })
  const opened = settledInside(start, new Map([['m', { x: 0, y: 0 }]]))

  it('are kept apart from the others, and moved and taken back like them', () => {
    expect([...insideOf(opened.places)]).toEqual([['m', { x: 0, y: 0 }]])
    const carried = moved(opened, insideKey('m'), { x: 70, y: -9 })
    expect(insideOf(carried.places).get('m')).toEqual({ x: 70, y: -9 })
    expect(carried.places.get('a')).toEqual({ x: 0, y: 0 })
    expect(insideOf(undone(carried).places).get('m')).toEqual({ x: 0, y: 0 })
  })

  it('keep what they have when the group is opened again', () => {
    const carried = moved(opened, insideKey('m'), { x: 70, y: -9 })
    expect(settledInside(carried, new Map([['m', { x: 1, y: 1 }]]))).toBe(carried)
  })

  it('are not pushed out by a newcomer whose numbers are the same', () => {
    const grown = settled(opened, new Map([...start.places, ['b', { x: 0, y: 0 }]]))
    expect(insideOf(grown.places).has('m')).toBe(true)
  })

  it('are laid out anew with everything else', () => {
    expect(insideOf(reset(opened, start.places).places).size).toBe(0)
  })
})
