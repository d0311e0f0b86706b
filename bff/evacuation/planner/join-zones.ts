import type { RegionLoad } from '#contract/evacuation/plan.ts'
import type { RegionId } from '#contract/ids.ts'

/** The zones of a region as one line: what it serves, and what the zones that are left can. */
export function joinZones(region: RegionId, rows: readonly RegionLoad[]): RegionLoad {
  const left = rows.slice(1)
  const sum = (values: readonly (number | null)[]) =>
    orNull(values.reduce<number>((total, value) => total + (value ?? NaN), 0))
  return {
    region,
    beforeRequestsPerSecond: sum(rows.map((row) => row.beforeRequestsPerSecond)),
    afterRequestsPerSecond: sum(rows.map((row) => row.afterRequestsPerSecond)),
    safeRequestsPerSecond: sum(left.map((row) => row.safeRequestsPerSecond)),
    tightestService: left[0]?.tightestService ?? null,
    saturating: left.flatMap(({ saturating }) => saturating).toSorted((a, b) => b.utilisation - a.utilisation),
  }
}

/** On the wire unknown is null. */
export function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
