import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { placeByHeadroom, type PlacementProblem } from './place-load.ts'

function problemOf(input: { moved: number[]; room: number[]; cost: number[][]; forbidden?: [number, number][] }) {
  const saviors = input.room.length
  const allowed = new Uint8Array(input.moved.length * saviors).fill(1)
  for (const [segment, savior] of input.forbidden ?? []) allowed[segment * saviors + savior] = 0
  return {
    segments: input.moved.length,
    saviors,
    moved: Float64Array.from(input.moved),
    room: Float64Array.from(input.room),
    cost: Float64Array.from(input.cost.flat()),
    allowed,
  } satisfies PlacementProblem
}

describe('placement by headroom', () => {
  test('fills the nearest first and goes on to the next', () => {
    const { flows, unplaced } = placeByHeadroom(problemOf({ moved: [10], room: [6, 20], cost: [[5, 50]] }))
    expect([...flows, ...unplaced]).toEqual([6, 4, 0])
  })
  test('moves on who can go elsewhere, so that whom only one place is allowed finds room', () => {
    const problem = problemOf({
      moved: [10, 10],
      room: [10, 10],
      cost: [
        [5, 50],
        [5, 50],
      ],
      forbidden: [[1, 1]],
    })
    const { flows, unplaced } = placeByHeadroom(problem)
    expect([...flows]).toEqual([0, 10, 10, 0])
    expect([...unplaced]).toEqual([0, 0])
  })
  test('moves on a whole chain, each to the next', () => {
    // Each of four stands in its only near place; the fifth may go to the last alone, and only the first has room.
    const far = 90
    const problem = problemOf({
      moved: [1, 1, 1, 1],
      room: [1, 1, 1, 1],
      cost: [
        [far, 1, far, far],
        [far, 2, 1, far],
        [far, far, 2, 1],
        [far, far, far, 1],
      ],
      forbidden: [
        [1, 0],
        [1, 3],
        [2, 0],
        [2, 1],
        [3, 0],
        [3, 1],
        [3, 2],
      ],
    })
    const { flows, unplaced } = placeByHeadroom(problem)
    expect([...unplaced]).toEqual([0, 0, 0, 0])
    expect([0, 1, 2, 3].map((segment) => flows.subarray(segment * 4, segment * 4 + 4).indexOf(1))).toEqual([0, 1, 2, 3])
  })
  test('says what finds no room', () => {
    expect([...placeByHeadroom(problemOf({ moved: [460], room: [180, 160], cost: [[1, 2]] })).unplaced]).toEqual([120])
  })
  test('leaves alone whom no place is allowed', () => {
    const problem = problemOf({ moved: [3], room: [9], cost: [[1]], forbidden: [[0, 0]] })
    expect([...placeByHeadroom(problem).unplaced]).toEqual([3])
  })
})

const small = fc.record({
  moved: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 4 }),
  room: fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 3 }),
  seed: fc.array(fc.nat({ max: 9 }), { minLength: 12, maxLength: 12 }),
  open: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
})

describe('whatever the problem', () => {
  it('nobody goes where it is forbidden, no room is exceeded, nothing is lost', () => {
    fc.assert(
      fc.property(small, (input) => {
        const problem = randomProblem(input)
        const { flows, unplaced } = placeByHeadroom(problem)
        for (let segment = 0; segment < problem.segments; segment += 1) {
          const row = flows.slice(segment * problem.saviors, (segment + 1) * problem.saviors)
          expect(row.reduce((sum, flow) => sum + flow, 0) + (unplaced[segment] ?? 0)).toBeCloseTo(
            problem.moved[segment] ?? 0,
          )
          for (const [savior, flow] of row.entries()) {
            expect(flow).toBeGreaterThanOrEqual(0)
            if (problem.allowed[segment * problem.saviors + savior] === 0) expect(flow).toBe(0)
          }
        }
        for (let savior = 0; savior < problem.saviors; savior += 1) {
          expect(sumOfColumn(flows, problem, savior)).toBeLessThanOrEqual((problem.room[savior] ?? 0) + 1e-6)
        }
      }),
    )
  })
  it('no other placement places more, and where all fits none does so for less', () => {
    fc.assert(
      fc.property(small, (input) => {
        const problem = randomProblem(input)
        const { flows, unplaced } = placeByHeadroom(problem)
        const cost = flows.reduce((sum, flow, at) => sum + flow * (problem.cost[at] ?? 0), 0)
        const best = bestByTrying(problem)
        expect(unplaced.reduce((sum, each) => sum + each, 0)).toBeCloseTo(best.unplaced)
        if (best.unplaced === 0) expect(cost).toBeCloseTo(best.cost)
      }),
      { numRuns: 300 },
    )
  })
})

function randomProblem(input: { moved: number[]; room: number[]; seed: number[]; open: boolean[] }): PlacementProblem {
  const { moved, room } = input
  const cost = moved.map((_, segment) => room.map((__, savior) => input.seed[segment * 3 + savior] ?? 0))
  const forbidden = moved.flatMap((_, segment) =>
    room.flatMap((__, savior): [number, number][] => (input.open[segment * 3 + savior] ? [] : [[segment, savior]])),
  )
  return problemOf({ moved, room, cost, forbidden })
}

function sumOfColumn(flows: Float64Array, { segments, saviors }: PlacementProblem, savior: number): number {
  let sum = 0
  for (let segment = 0; segment < segments; segment += 1) sum += flows[segment * saviors + savior] ?? 0
  return sum
}

/** Every placement of whole requests, unit by unit, remembering the best of each remaining room. */
function bestByTrying(problem: PlacementProblem): { unplaced: number; cost: number } {
  const units = [...problem.moved].flatMap((amount, segment) => Array.from({ length: amount }, () => segment))
  let states = new Map([[[...problem.room].join(), { unplaced: 0, cost: 0 }]])
  for (const segment of units) {
    const next = new Map<string, { unplaced: number; cost: number }>()
    for (const [key, state] of states) {
      keepBetter(next, key, { unplaced: state.unplaced + 1, cost: state.cost })
      const room = key.split(',').map(Number)
      for (const [savior, free] of room.entries()) {
        const at = segment * problem.saviors + savior
        if (free === 0 || problem.allowed[at] === 0) continue
        const cost = state.cost + (problem.cost[at] ?? 0)
        keepBetter(next, room.with(savior, free - 1).join(), { unplaced: state.unplaced, cost })
      }
    }
    states = next
  }
  const [first, ...rest] = [...states.values()]
  return rest.reduce((best, each) => (isBetter(each, best) ? each : best), first ?? { unplaced: 0, cost: 0 })
}

function keepBetter<T extends { unplaced: number; cost: number }>(all: Map<string, T>, key: string, state: T): void {
  const known = all.get(key)
  if (known === undefined || isBetter(state, known)) all.set(key, state)
}

function isBetter(one: { unplaced: number; cost: number }, other: { unplaced: number; cost: number }): boolean {
  return one.unplaced < other.unplaced || (one.unplaced === other.unplaced && one.cost < other.cost)
}
