import type { EvacuationScope } from '#contract/evacuation/plan.ts'
import type { RegionId, ServiceId } from '#contract/ids.ts'
import type { Place } from './places.ts'
import type { ServiceCapacity, Situation } from './situation.ts'

/**
 * What a place can safely take: of each service instances × safe rate ÷ calls for one request at the edge, of the
 * services the least. The tightest limits, not the average. Rates are requests/s at the edge; for the evacuation of
 * one service they are that service's own.
 */
export interface PlaceCapacity {
  /** NaN where no service is known, or a critical one is not. */
  safe: number
  tightest: ServiceId | null
  services: readonly ServiceRoom[]
  /** Services whose capacity nobody knows. */
  unknown: readonly ServiceId[]
  /** How many of the known are guesses. */
  guessed: number
}

export interface ServiceRoom {
  service: ServiceId
  /** At full load, requests/s at the edge, with all instances that can be ready. */
  full: number
  safe: number
  /** κ of this service. */
  uplift: number
  row: ServiceCapacity
}

export type RowsByRegion = ReadonlyMap<RegionId, readonly ServiceCapacity[]>

export function rowsByRegion(situation: Situation, scope: EvacuationScope): RowsByRegion {
  const rows = new Map<RegionId, ServiceCapacity[]>()
  for (const row of situation.capacity) {
    if (scope.kind === 'service' && row.service !== scope.service) continue
    const list = rows.get(row.region)
    if (list === undefined) rows.set(row.region, [row])
    else list.push(row)
  }
  return rows
}

export function capacityOf(input: {
  situation: Situation
  scope: EvacuationScope
  rows: RowsByRegion
  place: Place
}): PlaceCapacity {
  const { situation, scope, place } = input
  const services: ServiceRoom[] = []
  const unknown: ServiceId[] = []
  let isBlind = false
  let guessed = 0
  let tightest: ServiceRoom | null = null
  for (const row of input.rows.get(place.region) ?? []) {
    const calls = scope.kind === 'service' ? 1 : row.callsPerRequest
    const full = (reachableIn(row, place) * row.requestsPerSecondPerInstance) / calls
    if (Number.isNaN(full)) {
      unknown.push(row.service)
      isBlind ||= row.critical === true
      continue
    }
    if (row.from === 'guess') guessed += 1
    const uplift = row.upliftFactor ?? situation.uplift.factor
    const room = { service: row.service, full, safe: full * situation.settings.utilisationCeiling, uplift, row }
    services.push(room)
    if (row.critical !== false && (tightest === null || room.safe < tightest.safe)) tightest = room
  }
  const isKnown = tightest !== null && !isBlind
  return {
    safe: isKnown ? (tightest?.safe ?? NaN) : NaN,
    tightest: isKnown ? (tightest?.service ?? null) : null,
    services,
    unknown,
    guessed,
  }
}

/** Instances that are ready or can become so, within quota; in a zone its part of them. */
export function reachableIn(row: ServiceCapacity, place: Place): number {
  const reachable = Math.max(row.readyInstances, row.reachableInstances ?? row.readyInstances)
  return reachable * zonePart(row, place)
}

export function readyIn(row: ServiceCapacity, place: Place): number {
  return row.readyInstances * zonePart(row, place)
}

function zonePart({ instancesByZone }: ServiceCapacity, { zone }: Place): number {
  if (zone === null) return 1
  const all = Object.values(instancesByZone ?? {}).reduce((sum, count) => sum + count, 0)
  return all > 0 ? (instancesByZone?.[zone] ?? 0) / all : NaN
}

/**
 * How much more a place can take of what is moved there, before uplift, up to this part of its safe rate; NaN where its
 * capacity or load is unknown.
 */
export function roomOf(capacity: PlaceCapacity, before: number, part = 1): number {
  if (Number.isNaN(capacity.safe) || Number.isNaN(before)) return NaN
  let room = Infinity
  for (const { safe, uplift, row } of capacity.services) {
    if (row.critical !== false) room = Math.min(room, Math.max(0, (safe * part - before) / uplift))
  }
  return room
}
