import { freshnessOf, type Freshness } from '#contract/freshness.ts'
import { healthOf, type Health, type HealthInput } from '#contract/health.ts'
import { ScoreSignal } from '#contract/services/score.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import type { FactColumns } from './fact-columns.ts'
import { reckonPoints, type RulesOf } from './reckon-points.ts'
import type { ServiceIndex } from './service-index.ts'

/** Worst last, so that a larger code is worse. */
export const HEALTHS: readonly Health[] = ['unknown', 'idle', 'healthy', 'degraded', 'failing']
export const FRESHNESSES: readonly Freshness[] = ['live', 'late', 'stale', 'unknown']
const UNKNOWN = HEALTHS.indexOf('unknown')
const FAILING = HEALTHS.indexOf('failing')
const TOO_OLD = FRESHNESSES.indexOf('unknown')

/**
 * One second of every service, as columns over the index's services and places. Requests add up over the regions;
 * everything else is the worst region's: shares of a large region would hide a small one that is gone, and percentiles
 * cannot be merged. NaN is unknown.
 */
export interface ServiceBoard {
  index: ServiceIndex
  /** When the numbers were so, UTC ms. */
  worldAt: number
  facts: FactColumns
  places: {
    /** Into HEALTHS. */
    health: Uint8Array
    /** Into FRESHNESSES. */
    freshness: Uint8Array
    errorShare: Float32Array
    /** 0–100. */
    points: Float32Array
    calleesFailing: Float32Array
  }
  health: Uint8Array
  freshness: Uint8Array
  requestsPerSecond: Float64Array
  errorShare: Float32Array
  degradedShare: Float32Array
  p99LatencyMs: Float32Array
  saturation: Float32Array
  breakersOpen: Float32Array
  points: Float32Array
  ageMs: Float64Array
}

/** Reads the newest second. Plain loops over typed arrays: thousands of services, once a second. */
export function readBoard(index: ServiceIndex, fleet: Fleet, facts: FactColumns, rulesOf: RulesOf): ServiceBoard {
  const board = emptyBoard(index, fleet.frame.worldAt, facts)
  readPlaces(board, fleet)
  countFailingCallees(board, fleet)
  reckonPlaces(board, fleet, rulesOf)
  for (let service = 0; service < index.services.length; service += 1) joinPlaces(board, fleet, service)
  return board
}

function emptyBoard(index: ServiceIndex, worldAt: number, facts: FactColumns): ServiceBoard {
  const services = index.services.length
  const places = index.nodeRow.length
  return {
    index,
    worldAt,
    facts,
    places: {
      health: new Uint8Array(places),
      freshness: new Uint8Array(places).fill(TOO_OLD),
      errorShare: new Float32Array(places).fill(NaN),
      points: new Float32Array(places).fill(NaN),
      calleesFailing: new Float32Array(places).fill(NaN),
    },
    health: new Uint8Array(services),
    freshness: new Uint8Array(services),
    requestsPerSecond: new Float64Array(services).fill(NaN),
    errorShare: new Float32Array(services).fill(NaN),
    degradedShare: new Float32Array(services).fill(NaN),
    p99LatencyMs: new Float32Array(services).fill(NaN),
    saturation: new Float32Array(services).fill(NaN),
    breakersOpen: new Float32Array(services).fill(NaN),
    points: new Float32Array(services).fill(NaN),
    ageMs: new Float64Array(services).fill(NaN),
  }
}

function readPlaces({ index, places }: ServiceBoard, fleet: Fleet): void {
  const { nodes } = fleet.frame
  const input: HealthInput = { requestsPerSecond: NaN, errorShare: NaN, degradedShare: NaN }
  const freshnessAt = freshnessReader(fleet)
  for (let place = 0; place < index.nodeRow.length; place += 1) {
    const row = index.nodeRow[place] ?? -1
    const freshness = freshnessAt(row)
    places.freshness[place] = freshness
    input.requestsPerSecond = nodes.requestsPerSecond[row] ?? NaN
    input.errorShare = nodes.errorShare[row] ?? NaN
    input.degradedShare = nodes.degradedShare[row] ?? NaN
    places.health[place] = freshness === TOO_OLD ? UNKNOWN : HEALTHS.indexOf(healthOf(input, fleet.health))
    places.errorShare[place] = input.errorShare
  }
}

export function ageAt({ roster, frame, worldNow }: Fleet, row: number): number {
  const feed = roster.nodes[row]?.feed ?? -1
  const observedAt = (frame.feedObservedAt[feed] ?? NaN) - (frame.nodes.lagMs[row] ?? NaN)
  return Math.max(0, worldNow - observedAt)
}

/** Rows of one feed that lag alike are judged once: nearly all of them are. */
function freshnessReader(fleet: Fleet): (row: number) => number {
  const { nodes, feeds } = fleet.roster
  const ages = new Float64Array(feeds.length).fill(-1)
  const judged = new Uint8Array(feeds.length)
  return (row) => {
    const feed = nodes[row]?.feed ?? -1
    const age = ageAt(fleet, row)
    if (ages[feed] === age) return judged[feed] ?? TOO_OLD
    const freshness = FRESHNESSES.indexOf(
      freshnessOf({
        observedAt: fleet.worldNow - age,
        periodMs: feeds[feed]?.periodMs ?? NaN,
        now: fleet.worldNow,
        rule: fleet.freshness,
      }),
    )
    ages[feed] = age
    judged[feed] = freshness
    return freshness
  }
}

function countFailingCallees({ index, places }: ServiceBoard, fleet: Fleet): void {
  const failing = new Int8Array(fleet.roster.nodes.length).fill(-1)
  for (let place = 0; place < index.nodeRow.length; place += 1) {
    const health = places.health[place]
    if (health !== UNKNOWN) failing[index.nodeRow[place] ?? 0] = health === FAILING ? 1 : 0
  }
  for (let place = 0; place < index.nodeRow.length; place += 1) {
    const [from = 0, to = 0] = [index.firstCallee[place], index.firstCallee[place + 1]]
    let count = 0
    let known = from === to
    for (let callee = from; callee < to; callee += 1) {
      const is = failing[index.calleeNodeRow[callee] ?? 0] ?? -1
      if (is >= 0) known = true
      if (is > 0) count += 1
    }
    places.calleesFailing[place] = known ? count : NaN
  }
}

function reckonPlaces({ index, places, facts }: ServiceBoard, { frame: { nodes } }: Fleet, rulesOf: RulesOf): void {
  const values = new Float64Array(ScoreSignal.options.length)
  for (let service = 0; service < index.services.length; service += 1) {
    const rules = rulesOf(index.services[service]?.id ?? '')
    const from = index.firstPlace[service] ?? 0
    const to = index.firstPlace[service + 1] ?? 0
    for (let place = from; place < to; place += 1) {
      const row = index.nodeRow[place] ?? -1
      const isBelieved = places.freshness[place] !== TOO_OLD
      // In the contract's order of signals.
      values[0] = isBelieved ? (nodes.errorShare[row] ?? NaN) : NaN
      values[1] = isBelieved ? (nodes.degradedShare[row] ?? NaN) : NaN
      values[2] = isBelieved ? (nodes.p99LatencyMs[row] ?? NaN) : NaN
      values[3] = isBelieved ? (nodes.saturation[row] ?? NaN) : NaN
      values[4] = shareOf(facts.breakersOpen[place], facts.breakersTotal[place])
      values[5] = 1 - shareOf(facts.instancesUp[place], facts.instancesTotal[place])
      values[6] = (facts.alertsCritical[place] ?? NaN) + (facts.alertsWarning[place] ?? NaN)
      values[7] = places.calleesFailing[place] ?? NaN
      places.points[place] = reckonPoints(values, rules)
    }
  }
}

/** Of none there is no share. */
export function shareOf(part: number | undefined, all: number | undefined): number {
  return all === undefined || part === undefined || !(all > 0) ? NaN : part / all
}

function joinPlaces(board: ServiceBoard, fleet: Fleet, service: number): void {
  const { index, places, facts } = board
  const { nodes } = fleet.frame
  const [from = 0, to = 0] = [index.firstPlace[service], index.firstPlace[service + 1]]
  let health = UNKNOWN
  let freshness = 0
  for (let place = from; place < to; place += 1) {
    const row = index.nodeRow[place] ?? -1
    health = Math.max(health, places.health[place] ?? UNKNOWN)
    freshness = Math.max(freshness, places.freshness[place] ?? TOO_OLD)
    add(board.requestsPerSecond, service, nodes.requestsPerSecond[row])
    atLeast(board.errorShare, service, nodes.errorShare[row])
    atLeast(board.degradedShare, service, nodes.degradedShare[row])
    atLeast(board.p99LatencyMs, service, nodes.p99LatencyMs[row])
    atLeast(board.saturation, service, nodes.saturation[row])
    atLeast(board.ageMs, service, ageAt(fleet, row))
    atMost(board.points, service, places.points[place])
    const told = facts.breakersOpen[place]
    add(
      board.breakersOpen,
      service,
      told === undefined || Number.isNaN(told) ? breakersIn(nodes.breakersOpen[row]) : told,
    )
  }
  board.health[service] = health
  board.freshness[service] = freshness
}

/** Counts travel in steps of two per cent. */
function breakersIn(value: number | undefined): number {
  return Math.round(value ?? NaN)
}

type Column = Float32Array | Float64Array

function add(column: Column, row: number, value: number | undefined): void {
  if (value === undefined || Number.isNaN(value)) return
  const sum = column[row] ?? NaN
  column[row] = Number.isNaN(sum) ? value : sum + value
}

function atLeast(column: Column, row: number, value: number | undefined): void {
  if (value !== undefined && !(value <= (column[row] ?? NaN)) && !Number.isNaN(value)) column[row] = value
}

function atMost(column: Column, row: number, value: number | undefined): void {
  if (value !== undefined && !(value >= (column[row] ?? NaN)) && !Number.isNaN(value)) column[row] = value
}
