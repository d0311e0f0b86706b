import { z } from 'zod'
import { RegionId } from '#contract/ids.ts'

/** The view of all regions. */
export const WORLD_VIEW = 'world'

/**
 * What `/` shows, as it stands in the address. A value that cannot be read is left out: an old or mistyped link shows
 * the world, never an error.
 */
export const TrafficSearch = z.object({
  /** `world` (the same as absent) or a region's id. */
  view: RegionId.optional().catch(undefined),
  /** The selected node (`us-east-1/api`), region (`us-east-1`) or edge (`us-east-1/api>us-east-1/identity:http`). */
  sel: z.string().min(1).max(600).optional().catch(undefined),
  /** The same facts as a table. */
  table: z.union([z.boolean(), z.stringbool()]).optional().catch(undefined),
  /** Reserved for the filter expression. */
  q: z.string().max(1_000).optional().catch(undefined),
})
export type TrafficSearch = z.infer<typeof TrafficSearch>

/** The region shown, or null for the world. */
export function regionOfView(search: TrafficSearch): string | null {
  return search.view === undefined || search.view === WORLD_VIEW ? null : search.view
}

/** Esc: first lets go of what is selected, then goes from the region to the world, with the region selected there. */
export function oneLevelUp(search: TrafficSearch): TrafficSearch | null {
  const { sel, view: _view, ...rest } = search
  const region = regionOfView(search)
  if (sel !== undefined) return region === null ? rest : { ...rest, view: region }
  return region === null ? null : rest
}

export function withSelection(search: TrafficSearch, sel: string | null): TrafficSearch {
  const { sel: _old, ...rest } = search
  return sel === null ? rest : { ...rest, sel }
}

export function withView(search: TrafficSearch, region: string | null, sel: string | null = null): TrafficSearch {
  const { view: _view, ...rest } = search
  return withSelection(region === null ? rest : { ...rest, view: region }, sel)
}

export function withTable(search: TrafficSearch, table: boolean): TrafficSearch {
  const { table: _table, ...rest } = search
  return table ? { ...rest, table } : rest
}
