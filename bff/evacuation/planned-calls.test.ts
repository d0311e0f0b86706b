import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plannedCalls } from './planned-calls.ts'
import { mergeWeights } from './setting.ts'
import { descriptorOf, sharesOf } from './simulate/sim-plan.ts'

const REGIONS = ['east', 'west', 'north']
const SCOPE = { kind: 'region', region: 'east' } as const
const weight = fc.integer({ min: 0, max: 256 })
const weights = fc.record({ east: weight, west: weight, north: weight })
const atomicScope = fc.constantFrom('target' as const, 'segment' as const, 'instance' as const)

function callsFor(scope: 'target' | 'segment' | 'instance', from: Record<string, number>, to: Record<string, number>) {
  const descriptor = { ...descriptorOf({ id: 'edge', layer: 'proxy', instances: ['e1'] }, REGIONS), atomicScope: scope }
  const reading = { instance: 'e1', at: 0, segments: [{ segment: 'all', weights: from }] }
  const goal = [{ plane: 'edge', instance: 'e1', segment: 'all', weights: to }]
  return plannedCalls({ descriptor, reading, goal, scope: SCOPE })
}

test('carried out one after the other they give the goal, and nothing is called where nothing differs', () => {
  fc.assert(
    fc.property(atomicScope, weights, weights, (scope, from, to) => {
      const calls = callsFor(scope, from, to)
      const after = calls.reduce<Record<string, number>>(
        (now, call) => mergeWeights(now, call.splits[0]?.weights ?? {}),
        { ...from },
      )
      expect(after).toEqual(to)
      expect(callsFor(scope, to, to)).toEqual([])
    }),
  )
})

test('after every prefix nobody who gains has more than at the end, and a living split stays alive', () => {
  fc.assert(
    fc.property(weights, weights, (from, to) => {
      fc.pre(from.east + from.west + from.north > 0 && to.east + to.west + to.north > 0)
      let now: Record<string, number> = { ...from }
      const end = sharesOf(to)
      const start = sharesOf(from)
      const raisedAll = sharesOf({
        east: Math.max(from.east, to.east),
        west: Math.max(from.west, to.west),
        north: Math.max(from.north, to.north),
      })
      for (const call of callsFor('target', from, to)) {
        now = mergeWeights(now, call.splits[0]?.weights ?? {})
        expect(Object.values(now).some((each) => each > 0)).toBe(true)
        if (call.lowers) continue
        for (const region of REGIONS) {
          const most = Math.max(start[region] ?? 0, end[region] ?? 0, raisedAll[region] ?? 0, 1e-9)
          const alone =
            sharesOf(mergeWeights(from, { [region]: Object.entries(to).find(([name]) => name === region)?.[1] ?? 0 }))[
              region
            ] ?? 0
          expect(sharesOf(now)[region] ?? 0).toBeLessThanOrEqual(Math.max(most, alone) + 1e-9)
        }
      }
    }),
  )
})

test('who gains is raised first, and the victim is lowered last of all', () => {
  const order = callsFor('target', { east: 100, west: 100, north: 100 }, { east: 0, west: 180, north: 60 })
  expect(order.map((call) => call.splits[0]?.weights)).toEqual([{ west: 180 }, { north: 60 }, { east: 0 }])
  const back = callsFor('target', { east: 0, west: 180, north: 60 }, { east: 100, west: 100, north: 100 })
  expect(back.map((call) => call.splits[0]?.weights)).toEqual([{ east: 100 }, { north: 100 }, { west: 100 }])
})
