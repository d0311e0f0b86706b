import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callOrder } from './call-order.ts'

const NODES = 12
const call = fc.record({ source: fc.nat(NODES - 1), target: fc.nat(NODES - 1) })

test('without cycles every call goes forward', () => {
  fc.assert(
    fc.property(
      fc.array(call, { maxLength: 60 }),
      fc.shuffledSubarray([...Array(NODES).keys()], { minLength: NODES }),
      (calls, names) => {
        const forward = calls
          .filter(({ source, target }) => source < target)
          .map(({ source, target }) => ({ source: names[source] ?? 0, target: names[target] ?? 0 }))
        const place = [...callOrder(NODES, forward)]
        for (const { source, target } of forward) expect(place.indexOf(source)).toBeLessThan(place.indexOf(target))
      },
    ),
  )
})

test('with cycles every node still has one place, and a backward call closes a cycle', () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 60 }), (calls) => {
      const order = [...callOrder(NODES, calls)]
      expect(order.toSorted((a, b) => a - b)).toEqual([...Array(NODES).keys()])
      for (const { source, target } of calls) {
        if (order.indexOf(source) < order.indexOf(target)) continue
        expect(source === target || reaches(calls, target, source)).toBe(true)
      }
    }),
  )
})

function reaches(calls: readonly { source: number; target: number }[], from: number, to: number): boolean {
  const seen = new Set([from])
  for (const node of seen) for (const { source, target } of calls) if (source === node) seen.add(target)
  return seen.has(to)
}
