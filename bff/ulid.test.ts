import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Ulid } from '#contract/ids.ts'
import { createUlids } from './ulid.ts'

test('ids are ULIDs that sort in the order they were made, however the clock goes', () => {
  const anyTimes = fc.array(fc.integer({ min: 0, max: 2 ** 42 }), { minLength: 2, maxLength: 200 })
  fc.assert(
    fc.property(anyTimes, (times) => {
      let index = 0
      const next = createUlids({ clock: { now: () => times[index++] ?? 0 } })
      const ids = times.map(next)
      for (const id of ids) Ulid.parse(id)
      expect(ids.toSorted()).toEqual(ids)
      expect(new Set(ids).size).toBe(ids.length)
    }),
  )
})

test('the time leads, and a random part that is used up takes a millisecond more', () => {
  const next = createUlids({
    clock: { now: () => 1_469_918_176_385 },
    random: (bytes) => new Uint8Array(bytes).fill(255),
  })
  expect(next()).toBe('01ARYZ6S41ZZZZZZZZZZZZZZZZ')
  expect(next()).toBe('01ARYZ6S420000000000000000')
  expect(next()).toBe('01ARYZ6S420000000000000001')
})
