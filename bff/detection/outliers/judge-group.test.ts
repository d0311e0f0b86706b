import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Outlier } from '#contract/alerts/outlier.ts'
import { FIRST_AT, groupOf, WINDOW_MS } from './instance-group-fixture.ts'
import type { InstanceGroup } from './instance-group.ts'
import { judgeGroup } from './judge-group.ts'

const saidOf = (group: InstanceGroup) =>
  judgeGroup(group).map(({ instance, verdict, reason }) => `${instance} ${verdict} ${reason}`)
const outliersOf = (group: InstanceGroup) =>
  judgeGroup(group)
    .filter(({ verdict }) => verdict === 'outlier')
    .map(({ instance }) => instance)

test.each([3, 5, 12, 40, 200])('of %d alike nobody is an outlier; one slower by 25 % is', (count) => {
  expect(outliersOf(groupOf({ count }))).toEqual([])
  expect(outliersOf(groupOf({ count, times: (instance) => (instance === 1 ? 1.25 : 1) }))).toEqual(['i-1'])
})

test('says which measure, how far, against whom, since when', () => {
  const group = groupOf({ count: 30, times: (instance, window) => (instance === 7 && window >= 5 ? 1.6 : 1) })
  const found = Outlier.parse(judgeGroup(group)[7])
  expect(found).toMatchObject({
    instance: 'i-7',
    verdict: 'outlier',
    reason: 'apart',
    since: FIRST_AT + 5 * WINDOW_MS,
    sinceBeginning: false,
    persistence: { apart: 15, of: 20, needed: 14 },
    against: { instances: 29, bands: 1 },
  })
  const [first] = found.measures
  expect(first).toMatchObject({ measure: 'p99LatencyMs', unit: 'ms', apart: true })
  expect(first?.value).toBeGreaterThan(300)
  expect(first?.usualLow).toBeGreaterThan(150)
  expect(first?.usualHigh).toBeLessThan(250)
  expect(found.beyondChance).toBeGreaterThan(2)
  expect(found.words).toMatch(
    /^p99LatencyMs 3\d\d ms where 1\d\d to 2\d\d is usual, against 29 others, since 22:15:50 UTC\.$/,
  )
  expect(found.chart?.at).toEqual(group.at)
  expect(found.chart?.value[19]).toBe(group.measures[0]?.values[19 * 30 + 7])
})

test('every answer is one the contract knows', () => {
  const group = groupOf({ count: 6, times: (instance) => (instance < 2 ? 1.5 : 1) })
  group.measures[0]?.values.fill(NaN, 0, 20)
  for (const outlier of [...judgeGroup(group), ...judgeGroup(groupOf({ count: 1 }))])
    expect(() => Outlier.parse(outlier)).not.toThrow()
})

test('a band is meant so, however far from the others', () => {
  const banded = groupOf({ count: 40, times: (instance) => (instance < 5 ? 1.8 : instance < 20 ? 1.3 : 1) })
  const said = judgeGroup(banded)
  expect(said.every(({ verdict, reason }) => verdict === 'fine' && reason === 'in-a-band')).toBe(true)
  expect(said[0]?.against).toEqual({ instances: 4, bands: 3 })
  // Between two bands is in none of them.
  const between = groupOf({ count: 40, times: (instance) => (instance === 39 ? 1.35 : instance < 20 ? 1.8 : 1) })
  expect(outliersOf(between)).toEqual(['i-39'])
})

test.each([
  ['a burst', (window: number) => window >= 8 && window < 14, 'fine among-others'],
  ['what is over by now', (window: number) => window < 14, 'inconclusive not-lasting'],
  ['what has hardly begun', (window: number) => window >= 8, 'inconclusive not-lasting'],
])('%s is no outlier', (_, isSlow, expected) => {
  const group = groupOf({ count: 20, times: (instance, window) => (instance === 3 && isSlow(window) ? 2 : 1) })
  expect(saidOf(group)[3]).toBe(`i-3 ${expected}`)
  expect(outliersOf(group)).toEqual([])
})

test('only the last windows count', () => {
  const group = groupOf({
    count: 20,
    windows: 60,
    times: (instance, window) => (instance === 3 && window < 38 ? 2 : 1),
  })
  expect(outliersOf(group)).toEqual([])
})

test('where most are alike to the last digit, dust is no outlier and errors are', () => {
  expect(outliersOf(groupOf({ count: 25, errors: (instance) => (instance === 4 ? 0.001 : 0) }))).toEqual([])
  expect(outliersOf(groupOf({ count: 25, errors: (instance) => (instance === 4 ? 0.03 : 0) }))).toEqual(['i-4'])
})

test('what happens to all alike is nobody’s fault', () => {
  const group = groupOf({
    count: 30,
    times: (instance, window) => (window > 9 ? 3 : 1) * Math.exp(window / 15) * (instance === 11 ? 1.25 : 1),
  })
  expect(outliersOf(group)).toEqual(['i-11'])
})

test('with more than a third apart, or with two, nobody can say who is right', () => {
  const scattered = groupOf({ count: 9, times: (instance) => (instance < 4 ? 2 ** (instance + 1) : 1) })
  expect(saidOf(scattered).slice(0, 4)).toEqual([0, 1, 2, 3].map((index) => `i-${index} inconclusive too-many-apart`))
  const pair = groupOf({ count: 2, times: (instance) => 1 + instance })
  expect(saidOf(pair)).toEqual(['i-0 inconclusive too-few-instances', 'i-1 inconclusive too-few-instances'])
})

test('what is not known is not judged, and does not touch the others', () => {
  const group = groupOf({ count: 20, times: (instance) => (instance === 5 ? 1.3 : 1) })
  for (const { values } of group.measures) for (let window = 0; window < 20; window += 1) values[window * 20 + 8] = NaN
  const said = saidOf(group)
  expect(said[8]).toBe('i-8 inconclusive too-little-known')
  expect(said[5]).toBe('i-5 outlier apart')
  expect(said.filter((words) => words.endsWith('fine among-others'))).toHaveLength(18)
  // One measure unknown of all: the other is judged.
  group.measures[1]?.values.fill(NaN)
  expect(saidOf(group)).toEqual(said)
})

const arbitraryGroup = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    count: fc.integer({ min: 3, max: 30 }),
    sick: fc.nat(29),
    by: fc.double({ min: 0.4, max: 3, noNaN: true }),
  })
  .map(({ seed, count, sick, by }) => groupOf({ count, seed, times: (instance) => (instance === sick ? by : 1) }))

test('the order of the instances does not matter', () => {
  fc.assert(
    fc.property(arbitraryGroup, fc.infiniteStream(fc.double({ noNaN: true })), (group, ranks) => {
      const order = group.instances
        .map((_, index) => ({ index, rank: ranks.next().value ?? 0 }))
        .toSorted((one, other) => one.rank - other.rank)
      const count = order.length
      const shuffled = {
        ...group,
        instances: order.map(({ index }) => group.instances[index] ?? ''),
        measures: group.measures.map((measure) => ({
          ...measure,
          values: measure.values.map(
            (_, cell) => measure.values[cell - (cell % count) + (order[cell % count]?.index ?? 0)] ?? NaN,
          ),
        })),
      }
      expect(saidOf(shuffled).toSorted()).toEqual(saidOf(group).toSorted())
    }),
    { numRuns: 40 },
  )
})

test('the unit does not matter', () => {
  fc.assert(
    fc.property(arbitraryGroup, fc.constantFrom(1e-6, 1e-3, 60, 1e9), (group, unit) => {
      const measures = group.measures.map((measure) => ({
        ...measure,
        leastStep: measure.leastStep * unit,
        values: measure.values.map((value) => value * unit),
      }))
      expect(saidOf({ ...group, measures })).toEqual(saidOf(group))
    }),
    { numRuns: 40 },
  )
})
