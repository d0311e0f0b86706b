import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { z } from 'zod'
import { DEFAULT_SCORE_RULES, ScoreSignal, scoreOf } from '#contract/services/score.ts'
import { ANSWERED_AT } from '#mocks/console-api/answers.ts'
import { servicesAt } from '#mocks/console-api/services-answers.ts'
import { createFleet, type FleetChanges } from '#web/fleet/fleet-fixture.ts'
import { factColumnsOf, sumOfPlaces } from './fact-columns.ts'
import { orderBoard } from './order-board.ts'
import { reckonPoints } from './reckon-points.ts'
import { HEALTHS, FRESHNESSES, readBoard, type ServiceBoard } from './service-board.ts'
import { indexServices } from './service-index.ts'
import { SORTS, WORST_FIRST, type Sort } from './sort.ts'

const number = z.nan().or(z.number())
/** In the order in which a board reckons: a signal that is moved moves this, too. */
const ScoreInputShape = z.strictObject({
  errorShare: number,
  degradedShare: number,
  p99LatencyMs: number,
  saturation: number,
  breakersOpenShare: number,
  instancesDownShare: number,
  alertsFiring: number,
  calleesFailing: number,
})

function boardOf(changes: FleetChanges = {}, told: readonly string[] = []): ServiceBoard {
  const fleet = createFleet(changes)
  const index = indexServices(fleet.roster)
  const facts = factColumnsOf(index, servicesAt(ANSWERED_AT, told))
  return readBoard(index, fleet, facts, () => DEFAULT_SCORE_RULES)
}

const rowOf = ({ index }: ServiceBoard, id: string): number => index.services.findIndex((one) => one.id === id)
const namesIn = (board: ServiceBoard, sort: Sort) =>
  Array.from(orderBoard(board, sort, null), (row) => board.index.services[row]?.id)

describe('the index of services', () => {
  it('has each service once, with a place a region; what lies outside is nobody’s', () => {
    const { index } = boardOf()
    expect(index.services.map(({ id }) => id)).toEqual([
      'edge-proxy',
      'api',
      'playback',
      'license',
      'search',
      'license-db',
    ])
    expect([...index.firstPlace]).toEqual([0, 3, 6, 9, 12, 15, 18])
    expect(Array.from(index.regionRow.slice(0, 3))).toEqual([0, 1, 2])
  })
})

describe('a service among all', () => {
  const sick = { 'us-east-1/license': { errorShare: 0.31, p99LatencyMs: 900, requestsPerSecond: 10 } }

  it('adds up requests and is otherwise as its worst region', () => {
    const board = boardOf({ nodes: sick })
    const row = rowOf(board, 'license')
    expect(board.requestsPerSecond[row]).toBe(2_010)
    expect(board.errorShare[row]).toBeCloseTo(0.31)
    expect(board.p99LatencyMs[row]).toBeCloseTo(900)
    expect(HEALTHS[board.health[row] ?? 0]).toBe('failing')
    expect(namesIn(board, WORST_FIRST)[0]).toBe('license')
  })

  it('is unknown where its source is silent for too long, never well', () => {
    const board = boardOf({ ages: { 'us-east-1': 3_600_000, 'us-west-2': 3_600_000, 'eu-west-1': 3_600_000 } })
    expect([...board.health].every((code) => HEALTHS[code] === 'unknown')).toBe(true)
    expect([...board.freshness].every((code) => FRESHNESSES[code] === 'unknown')).toBe(true)
  })

  it('takes its breakers, instances and alerts from who tells of them, and unknown stays unknown', () => {
    const board = boardOf({}, ['license'])
    const { facts, index } = board
    const [told, untold] = [rowOf(board, 'license'), rowOf(board, 'api')]
    expect(
      [facts.instancesUp, facts.instancesTotal, facts.alertsCritical].map((of) => sumOfPlaces(index, of, told)),
    ).toEqual([11, 12, 1])
    expect(board.breakersOpen[told]).toBe(1)
    expect(sumOfPlaces(index, facts.instancesUp, untold)).toBeNaN()
    expect(board.breakersOpen[untold]).toBeNaN()
  })

  it('loses points for callees that fail', () => {
    const place = (board: ServiceBoard) => board.index.placeOf.get('us-east-1/playback') ?? -1
    const [well, ill] = [boardOf(), boardOf({ nodes: sick })]
    expect(well.places.calleesFailing[place(well)]).toBe(0)
    expect(ill.places.calleesFailing[place(ill)]).toBe(1)
    expect(ill.places.points[place(ill)]).toBeLessThan(well.places.points[place(well)] ?? NaN)
  })
})

describe('the order', () => {
  it.each(SORTS)('by %s is a permutation, and unknown ones stand last both ways', (column) => {
    const board = boardOf({ nodes: { 'us-east-1/api': { errorShare: NaN, saturation: NaN } } }, ['license', 'playback'])
    const up = namesIn(board, { column, descending: false })
    const down = namesIn(board, { column, descending: true })
    expect(up.toSorted()).toEqual(down.toSorted())
    expect(up).toHaveLength(6)
  })

  it('keeps those without an owner behind those with one', () => {
    const board = boardOf({}, ['license'])
    expect(namesIn(board, { column: 'tier', descending: false })[0]).toBe('license')
    expect(namesIn(board, { column: 'tier', descending: true })[0]).toBe('license')
  })

  it('does not follow noise below what is printed', () => {
    const board = boardOf({
      nodes: {
        'us-east-1/search': { errorShare: 0.00104, requestsPerSecond: 1 },
        'us-east-1/api': { requestsPerSecond: 90_000 },
      },
    })
    expect(namesIn(board, WORST_FIRST)[0]).toBe('api')
  })

  it('leaves out what a filter leaves out', () => {
    const board = boardOf()
    expect([...orderBoard(board, WORST_FIRST, Uint8Array.from([0, 1, 0, 0, 0, 1]))].toSorted()).toEqual([1, 5])
  })
})

describe('the points', () => {
  it('are reckoned in the contract’s order of signals', () => {
    expect(Object.keys(ScoreInputShape.shape)).toEqual(ScoreSignal.options)
  })

  it('are those of the score that explains itself', () => {
    const value = fc.oneof(
      fc.constant(NaN),
      fc.double({ min: 0, max: 5_000, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.tuple(value, value, value, value, value, value, value, value), (values) => {
        const asked = Object.fromEntries(ScoreSignal.options.map((signal, place) => [signal, values[place] ?? NaN]))
        const input = ScoreInputShape.parse(asked)
        expect(reckonPoints(Float64Array.from(values), DEFAULT_SCORE_RULES)).toEqual(
          scoreOf(input, DEFAULT_SCORE_RULES).points ?? NaN,
        )
      }),
    )
  })
})
