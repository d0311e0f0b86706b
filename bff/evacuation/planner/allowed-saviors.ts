import type { SegmentId } from '#contract/evacuation/plane.ts'
import { namesOf } from './demand-matrix.ts'
import type { Places } from './places.ts'
import type { ForbiddenPlacement } from './situation.ts'
import type { SteeredPlane } from './steering.ts'

/**
 * Which savior may take which segment. Forbidden placements are hard, every plane that moves a segment must know the
 * savior, and what a plane splits together moves together: one member's prohibition then binds all of them.
 */
export interface Allowed {
  /** Segment × savior, 1 where allowed. */
  table: Uint8Array
  /** Segments with demand that may go nowhere, in words. */
  refusals: readonly string[]
}

export function allowedSaviors(input: {
  segments: readonly SegmentId[]
  moved: Float64Array
  places: Places
  forbidden: readonly ForbiddenPlacement[]
  planes: readonly SteeredPlane[]
}): Allowed {
  const { segments, places } = input
  const width = places.saviors.length
  const table = new Uint8Array(segments.length * width).fill(1)
  const rowOf = new Map(segments.map((segment, index) => [segment, index]))
  for (const { segment, regions } of input.forbidden) {
    const row = rowOf.get(segment)
    for (const [column, place] of places.saviors.entries()) {
      const region = places.all[place]?.region
      if (row !== undefined && region !== undefined && regions.includes(region)) table[row * width + column] = 0
    }
  }
  const groups = input.planes.flatMap(({ splits }) =>
    splits.map(({ demandSegments, targets }) => ({
      rows: demandSegments.flatMap((segment) => rowOf.get(segment) ?? []),
      knows: places.saviors.map((savior) => targets.some(({ place }) => place === savior)),
    })),
  )
  bind(table, width, groups)
  return { table, refusals: homeless(input, table, width) }
}

/** Until nothing changes: two planes that group differently bind each other's groups. */
function bind(table: Uint8Array, width: number, groups: readonly { rows: number[]; knows: boolean[] }[]): void {
  for (let changed = true; changed;) {
    changed = false
    for (const { rows, knows } of groups) {
      for (const [column, known] of knows.entries()) {
        const all = known && rows.every((row) => table[row * width + column] === 1)
        if (all) continue
        for (const row of rows) {
          if (table[row * width + column] === 0) continue
          table[row * width + column] = 0
          changed = true
        }
      }
    }
  }
}

function homeless(input: Parameters<typeof allowedSaviors>[0], table: Uint8Array, width: number): string[] {
  const without = input.segments.filter(
    (_, row) => input.moved[row] !== 0 && !table.subarray(row * width, (row + 1) * width).includes(1),
  )
  if (without.length === 0) return []
  if (width === 0) return ['no region is left that may take over']
  const rules = input.forbidden.filter(({ segment }) => without.includes(segment)).map(({ why }) => why)
  const why = rules.length > 0 ? namesOf([...new Set(rules)]) : 'planes split them together with others that may not'
  return [`${namesOf(without)} may be served nowhere else: ${why}`]
}
