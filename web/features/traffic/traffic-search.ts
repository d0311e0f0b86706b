import { z } from 'zod'
import { GLOBAL_REGION, RegionId, ServiceId } from '#contract/ids.ts'
import { MAX_EXPRESSION_LENGTH } from '#contract/presets.ts'
import { GROUPINGS } from './model/group-id.ts'
import { instantOf, instantTextOf } from '#web/urls/urls.ts'

/** The view of all regions. */
export const WORLD_VIEW = 'world'

/** A number in an address; nothing where it is none. */
const Coordinate = z.coerce.number().min(-1e6).max(1e6).optional().catch(undefined)

/** `?kiosk` alone says yes. */
const Flag = z
  .union([z.literal('').transform(() => true), z.boolean(), z.stringbool()])
  .optional()
  .catch(undefined)

/** Any moment that can be read, written as addresses write it. */
const Instant = z.string().transform((text, context) => {
  const epochMs = instantOf(text)
  if (epochMs !== undefined && epochMs >= 0) return instantTextOf(epochMs)
  context.addIssue('expected a moment such as 2026-11-22T14:02:11Z')
  return z.NEVER
})

/** What a moment is compared with: another one, or how long before it (`-10m`, `-1h`, `-1d`, `-1w`). */
const ComparedWith = z.union([z.string().regex(/^-\d{1,5}[smhdw]$/), Instant])

/** What of a difference is shown; volume where absent. */
const MEASURES = ['volume', 'errors', 'latency'] as const
export type Measure = (typeof MEASURES)[number]

const View = z.string().refine((view) => {
  const [region, service, ...more] = view.split('/')
  const isService = service === undefined || (ServiceId.safeParse(service).success && region !== GLOBAL_REGION)
  return RegionId.safeParse(region).success && isService && more.length === 0
})

/**
 * What `/` shows, as it stands in the address. A value that cannot be read is left out: an old or mistyped link shows
 * the world, never an error.
 */
export const TrafficSearch = z.object({
  /** `world` (the same as absent), a region's id, or a service's of a region (`us-east-1/api`). */
  view: View.optional().catch(undefined),
  /** The selected node (`us-east-1/api`), region (`us-east-1`) or edge (`us-east-1/api>us-east-1/identity:http`). */
  sel: z.string().min(1).max(600).optional().catch(undefined),
  /** The same facts as a table. */
  table: z.union([z.boolean(), z.stringbool()]).optional().catch(undefined),
  /** The moment shown, `2026-11-22T14:02:11Z`; now when absent. */
  at: Instant.optional().catch(undefined),
  /** Playing on from there, so many seconds a second; standing still when absent. */
  speed: z.coerce
    .number()
    .pipe(z.literal([1, 10, 60]))
    .optional()
    .catch(undefined),
  /** The moment it is compared with, or how long before; compared with none when absent. */
  vs: ComparedWith.optional().catch(undefined),
  /** Of a comparison: what is coloured; absent until it is seen what changed most. */
  measure: z
    .literal([...MEASURES])
    .optional()
    .catch(undefined),
  /** Of a comparison: two maps side by side, instead of one of the difference. */
  side: Flag,
  /** The stretch of time along the bottom: `6h`, or `2026-11-22T14:00:00Z,2026-11-22T14:30:00Z`; two hours when absent. */
  range: z.string().max(60).optional().catch(undefined),
  /** The filter, as typed: `errors > 1% or neighbours`. */
  q: z.string().max(MAX_EXPRESSION_LENGTH).optional().catch(undefined),
  /** What does not match is not drawn; else it is dimmed. */
  hide: Flag,
  /** Where the camera is, layout units, and CSS px a layout unit; absent while everything is shown. */
  x: Coordinate,
  y: Coordinate,
  z: z.coerce.number().min(0.01).max(100).optional().catch(undefined),
  /** Services drawn together; one by one where absent. */
  group: z
    .literal([...GROUPINGS])
    .optional()
    .catch(undefined),
  /** Groups opened in place: `playback,search`. */
  open: z.string().min(1).max(2_000).optional().catch(undefined),
  /** What the world stands on: rings where absent. */
  map: z.literal('geographic').optional().catch(undefined),
  /** The region whose evacuation is drawn as if; how things are where absent. */
  evacuate: RegionId.optional().catch(undefined),
  /** A wall display: no chrome. */
  kiosk: Flag,
  /** How long a wall display stays at each view: `30s`, `2m`. */
  rotate: z
    .string()
    .regex(/^\d{1,4}[sm]$/)
    .optional()
    .catch(undefined),
})
export type TrafficSearch = z.infer<typeof TrafficSearch>

/** The region shown, or the one of the service shown, or null for the world. */
export function regionOfView(search: TrafficSearch): string | null {
  return search.view === undefined || search.view === WORLD_VIEW ? null : (search.view.split('/')[0] ?? null)
}

/** The id of the service shown (`us-east-1/api`), or null for the world and for regions. */
export function serviceOfView({ view }: TrafficSearch): string | null {
  return view?.includes('/') === true ? view : null
}

/** Esc: first lets go of what is selected, then of what it is compared with, then goes from the service to its region, selected there, then to the world. */
export function oneLevelUp(search: TrafficSearch): TrafficSearch | null {
  const region = regionOfView(search)
  const service = serviceOfView(search)
  if (search.sel !== undefined && search.sel !== service) return withSelection(search, null)
  if (search.vs !== undefined) return withComparison(search, null)
  if (service !== null) return withView(search, region, service)
  if (search.sel !== undefined) return withSelection(search, null)
  return region === null ? null : withView(search, null)
}

export function withSelection(search: TrafficSearch, sel: string | null): TrafficSearch {
  const { sel: _old, ...rest } = search
  return sel === null ? rest : { ...rest, sel }
}

export function withView(search: TrafficSearch, region: string | null, sel: string | null = null): TrafficSearch {
  const { view: _view, ...rest } = withCamera(search, null)
  return withSelection(region === null ? rest : { ...rest, view: region }, sel)
}

export function withTable(search: TrafficSearch, table: boolean): TrafficSearch {
  const { table: _table, ...rest } = search
  return table ? { ...rest, table } : rest
}

/** Without a filter there is nothing to hide either. */
export function withFilter(search: TrafficSearch, text: string): TrafficSearch {
  const { q: _q, hide, ...rest } = search
  if (text.trim() === '') return rest
  return { ...rest, q: text.trim(), ...(hide === undefined ? {} : { hide }) }
}

export function withHidden(search: TrafficSearch, hides: boolean): TrafficSearch {
  const { hide: _hide, ...rest } = search
  return hides ? { ...rest, hide: true } : rest
}

/** Where the camera is; null for the view that shows everything. */
export interface CameraPlace {
  x: number
  y: number
  z: number
}

export function withCamera(search: TrafficSearch, place: CameraPlace | null): TrafficSearch {
  const { x: _x, y: _y, z: _z, ...rest } = search
  return place === null ? rest : { ...rest, ...place }
}

export function cameraOf({ x, y, z: zoom }: TrafficSearch): CameraPlace | null {
  return x === undefined || y === undefined || zoom === undefined ? null : { x, y, z: zoom }
}

export function withMap(search: TrafficSearch, map: TrafficSearch['map']): TrafficSearch {
  const { map: _map, ...rest } = withCamera(search, null)
  return map === undefined ? rest : { ...rest, map }
}

/** The moment shown, and whether it goes on; without one, now. */
export function withMoment(search: TrafficSearch, at: number | null, speed?: TrafficSearch['speed']): TrafficSearch {
  const { at: _at, speed: _speed, ...rest } = search
  if (at === null) return rest
  return { ...rest, at: instantTextOf(at), ...(speed === undefined ? {} : { speed }) }
}

/** Compared with this moment; null for with none. */
export function withComparison(search: TrafficSearch, vs: number | string | null): TrafficSearch {
  const { vs: _vs, measure, side, ...rest } = search
  if (vs === null) return rest
  return {
    ...rest,
    vs: typeof vs === 'number' ? instantTextOf(vs) : vs,
    ...(measure === undefined ? {} : { measure }),
    ...(side === undefined ? {} : { side }),
  }
}

export function withMeasure(search: TrafficSearch, measure: Measure): TrafficSearch {
  return { ...search, measure }
}

export function withSides(search: TrafficSearch, side: boolean): TrafficSearch {
  const { side: _side, ...rest } = search
  return side ? { ...rest, side } : rest
}

export function withRange(search: TrafficSearch, range: string | undefined): TrafficSearch {
  const { range: _range, ...rest } = search
  return range === undefined ? rest : { ...rest, range }
}

/** Services drawn together by this, all groups closed; null for one by one. */
export function withGroup(search: TrafficSearch, group: TrafficSearch['group'] | null): TrafficSearch {
  const { group: _group, open: _open, ...rest } = withSelection(withCamera(search, null), null)
  return group === undefined || group === null ? rest : { ...rest, group }
}

export function openGroupsOf({ open }: Pick<TrafficSearch, 'open'>): Set<string> {
  return new Set((open ?? '').split(',').filter((group) => group !== ''))
}

/** Opens this group in place, or closes it. */
export function withGroupToggled(search: TrafficSearch, group: string): TrafficSearch {
  const groups = openGroupsOf(search)
  if (!groups.delete(group)) groups.add(group)
  const { open: _open, ...rest } = search
  return groups.size === 0 ? rest : { ...rest, open: [...groups].toSorted().join() }
}
