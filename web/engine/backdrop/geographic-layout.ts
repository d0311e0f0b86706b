import type { Place } from '../layout/layout-graph.ts'
import { compare } from '../layout/tiers.ts'
import type { WorldPlaces, WorldRegion } from '../layout/world-layout.ts'
import { projectGlobe } from './project-globe.ts'

/**
 * The world on its coastlines. Regions stand where they are on the globe; those that would lie on each other part just
 * as far as they must. Regions nobody placed stand in a row below all others. The INTERNET, which is nowhere, stands at
 * the place from which the ways to all regions are short and lead past no other region; the CDN likewise, beside it.
 */
export interface GeographicPlaces extends WorldPlaces {
  /** Regions without a position, in the order of their ids. */
  unplaced: readonly string[]
}

const REGION_RADIUS = 60
/** Distance between regions at which the words under one do not touch the other. */
const APART = REGION_RADIUS * 3.1
const CLEAR_OF_WAYS = REGION_RADIUS * 1.35
const PARTING_STEPS = 60
/** Places tried for what is nowhere, along each side of the box around all regions. */
const CANDIDATES = 28
const ROOM_AROUND = REGION_RADIUS * 4

export function layoutGlobe(regions: readonly WorldRegion[]): GeographicPlaces {
  const sorted = [...regions].sort((a, b) => compare(a.id, b.id))
  const placed = sorted.filter(({ latitude, longitude }) => latitude !== undefined && longitude !== undefined)
  const unplaced = sorted.filter((region) => !placed.includes(region)).map(({ id }) => id)
  const places = new Map(placed.map(({ id, latitude = 0, longitude = 0 }) => [id, projectGlobe(latitude, longitude)]))
  part([...places.values()])
  const box = boxOf([...places.values()])
  unplaced.forEach((id, index) => {
    const x = (box.left + box.right) / 2 + (index - (unplaced.length - 1) / 2) * APART
    places.set(id, { x, y: box.bottom + APART })
  })
  const stands = [...places.values()]
  const internet = freePlace(stands, stands)
  const cdn = freePlace([...stands, internet], [internet])
  return { regions: places, internet, cdn, regionRadius: REGION_RADIUS, rings: [], unplaced }
}

/** Moves those that stand too near to each other away from each other, both by the same. */
function part(places: Place[]): void {
  for (let step = 0; step < PARTING_STEPS; step++) {
    let moved = false
    places.forEach((one, index) => {
      places.slice(index + 1).forEach((other, offset) => {
        const dx = other.x - one.x
        const dy = other.y - one.y
        const distance = Math.hypot(dx, dy)
        if (distance >= APART - 0.5) return
        const push = (APART - distance) / 2
        // At the very same spot any direction is as good; it must only be the same each time.
        const angle = distance < 1e-6 ? index + offset : Math.atan2(dy, dx)
        one.x -= Math.cos(angle) * push
        one.y -= Math.sin(angle) * push
        other.x += Math.cos(angle) * push
        other.y += Math.sin(angle) * push
        moved = true
      })
    })
    if (!moved) return
  }
}

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

function boxOf(places: readonly Place[]): Box {
  if (places.length === 0) return { left: -1, top: -1, right: 1, bottom: 1 }
  const xs = places.map(({ x }) => x)
  const ys = places.map(({ y }) => y)
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}

/** Clear of what stands, near to what it talks with, its ways past nobody else. */
function freePlace(stands: readonly Place[], talksWith: readonly Place[]): Place {
  const { left, top, right, bottom } = boxOf(stands)
  let best: Place = { x: (left + right) / 2, y: top - ROOM_AROUND }
  let least = Infinity
  for (let row = 0; row <= CANDIDATES; row++) {
    for (let column = 0; column <= CANDIDATES; column++) {
      const place = {
        x: left - ROOM_AROUND + ((right - left + 2 * ROOM_AROUND) * column) / CANDIDATES,
        y: top - ROOM_AROUND + ((bottom - top + 2 * ROOM_AROUND) * row) / CANDIDATES,
      }
      const cost = costOf(place, stands, talksWith)
      if (cost >= least) continue
      least = cost
      best = place
    }
  }
  return best
}

function costOf(place: Place, stands: readonly Place[], talksWith: readonly Place[]): number {
  let cost = 0
  for (const other of stands) {
    // The words stand below: something there is nearer than it looks.
    const dy = place.y - other.y
    const distance = Math.hypot(place.x - other.x, dy > 0 ? dy * 0.8 : dy)
    if (distance < APART) cost += 20 * (APART - distance)
  }
  for (const other of talksWith) {
    cost += Math.hypot(place.x - other.x, place.y - other.y)
    for (const third of stands) {
      if (third === other || third === place) continue
      const off = distanceToWay(third, place, other)
      if (off < CLEAR_OF_WAYS) cost += 12 * (CLEAR_OF_WAYS - off)
    }
  }
  return cost
}

function distanceToWay(point: Place, from: Place, to: Place): number {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const square = dx * dx + dy * dy
  const share =
    square === 0 ? 0 : Math.min(Math.max(((point.x - from.x) * dx + (point.y - from.y) * dy) / square, 0), 1)
  return Math.hypot(from.x + dx * share - point.x, from.y + dy * share - point.y)
}
