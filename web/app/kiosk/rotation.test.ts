import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextView, rotationMsOf } from './rotation.ts'

describe('a rotation', () => {
  it.each([
    ['30s', 30_000],
    ['2m', 120_000],
    ['1s', 5_000],
    ['9999m', 3_600_000],
    ['soon', null],
    [undefined, null],
  ])('of %s lasts %s ms', (text, ms) => {
    expect(rotationMsOf(text)).toBe(ms)
  })

  it('comes to the world and to every region once, then begins again', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{2}-\d$/), { maxLength: 8 }), (regions) => {
        const seen: (string | null)[] = []
        let view: string | null = null
        do {
          seen.push(view)
          view = nextView(view, regions)
        } while (view !== null && seen.length < 50)
        expect(seen).toEqual([null, ...regions])
      }),
    )
  })

  it('goes on with the world where the view has gone', () => {
    expect(nextView('gone', ['a', 'b'])).toBeNull()
  })
})
