import type { Place } from './layout-graph.ts'
import { compare } from './tiers.ts'

/**
 * The world around the INTERNET: regions on an ellipse, in the order and, as far as they do not crowd, in the direction
 * in which they lie on the globe, seen from their common middle. The CDN stands in the widest gap, nearer to the middle.
 */
export interface WorldRegion {
  id: string
  /** Degrees; absent where nobody told. */
  latitude?: number
  longitude?: number
}

export interface WorldPlaces {
  regions: Map<string, Place>
  cdn: Place
  internet: Place
  /** Radius of a region's donut, layout units. */
  regionRadius: number
  /** Radii of the background rings. */
  rings: readonly number[]
}

const RADIUS_X = 390
const RADIUS_Y = 265
const REGION_RADIUS = 76
const CDN_SHARE = 0.54
const TURN = 2 * Math.PI

export function layoutWorld(regions: readonly WorldRegion[]): WorldPlaces {
  const angles = spread(directionsOf(regions))
  // More regions than fit side by side: the ellipse grows with them.
  const stretch = Math.max(1, regions.length / 7)
  const places = new Map<string, Place>()
  for (const [id, angle] of angles) {
    places.set(id, { x: Math.cos(angle) * RADIUS_X * stretch, y: Math.sin(angle) * RADIUS_Y * stretch })
  }
  const free = widestGap([...angles.values()])
  const reach = stretch * CDN_SHARE
  return {
    regions: places,
    cdn: { x: Math.cos(free) * RADIUS_X * reach, y: Math.sin(free) * RADIUS_Y * reach },
    internet: { x: 0, y: 0 },
    regionRadius: REGION_RADIUS,
    rings: [170, 300, 430, 560].map((radius) => radius * stretch),
  }
}

/** Direction of each region from the middle of all, y downwards; regions nobody placed come after the others. */
function directionsOf(regions: readonly WorldRegion[]): [string, number][] {
  const sorted = [...regions].sort((a, b) => compare(a.id, b.id))
  const placed = sorted.filter((region) => region.latitude !== undefined && region.longitude !== undefined)
  const middleX = meanOf(placed.map((region) => region.longitude ?? 0))
  const middleY = meanOf(placed.map((region) => region.latitude ?? 0))
  return sorted
    .map((region, index): [string, number] => {
      if (region.latitude === undefined || region.longitude === undefined) {
        return [region.id, (TURN * index) / sorted.length - TURN / 4]
      }
      const alone = placed.length === 1
      return [region.id, alone ? 0 : Math.atan2(middleY - region.latitude, region.longitude - middleX)]
    })
    .sort((a, b) => a[1] - b[1] || compare(a[0], b[0]))
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** At least 0.8 of an even share between neighbours; what is left of the circle goes by the gaps there were. */
function spread(directions: readonly [string, number][]): Map<string, number> {
  const count = directions.length
  if (count < 2) return new Map(directions)
  const gaps = directions.map(([, angle], index) => {
    const next = directions[(index + 1) % count][1]
    return index === count - 1 ? next + TURN - angle : next - angle
  })
  const least = (TURN / count) * 0.8
  const surplus = gaps.map((gap) => Math.max(0, gap - least))
  const total = surplus.reduce((sum, gap) => sum + gap, 0)
  const rest = TURN - least * count
  const widths = surplus.map((gap) => least + (total === 0 ? rest / count : (rest * gap) / total))
  const offsets: number[] = [0]
  for (let index = 1; index < count; index++) offsets.push(offsets[index - 1] + widths[index - 1])
  const turn = meanTurn(directions.map(([, angle], index) => angle - offsets[index]))
  return new Map(directions.map(([id], index) => [id, turn + offsets[index]]))
}

/** Mean of angles, on the circle. */
function meanTurn(angles: readonly number[]): number {
  return Math.atan2(meanOf(angles.map(Math.sin)), meanOf(angles.map(Math.cos)))
}

function widestGap(angles: readonly number[]): number {
  if (angles.length === 0) return -TURN / 4
  if (angles.length === 1) return angles[0] + TURN / 2
  const sorted = angles.map((angle) => ((angle % TURN) + TURN) % TURN).sort((a, b) => a - b)
  let middle = 0
  let widest = 0
  sorted.forEach((angle, index) => {
    const next = index === sorted.length - 1 ? sorted[0] + TURN : sorted[index + 1]
    if (next - angle <= widest + 1e-9) return
    widest = next - angle
    middle = angle + widest / 2
  })
  return middle
}
