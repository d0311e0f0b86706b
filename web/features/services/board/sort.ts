export const SORTS = [
  'name',
  'regions',
  'requests',
  'errors',
  'degraded',
  'p99',
  'saturation',
  'breakers',
  'instances',
  'deploy',
  'alerts',
  'owner',
  'tier',
  'score',
  'age',
] as const
export type SortColumn = (typeof SORTS)[number]

export interface Sort {
  column: SortColumn
  descending: boolean
}

/** Error share, then volume. */
export const WORST_FIRST: Sort = { column: 'errors', descending: true }

/** Which way a heading sorts first: what is worst, or the alphabet. */
export function firstDirection(column: SortColumn): boolean {
  return column !== 'name' && column !== 'owner' && column !== 'tier' && column !== 'score'
}
