import type { PlaneLayer } from '#contract/evacuation/plane.ts'
import { drainMs } from './drain-residual.ts'
import type { Reckoning } from './reckon.ts'
import { steepestRise, type SaviorLoads } from './savior-loads.ts'
import type { Pace, PlannerSettings, Situation, Wish } from './situation.ts'
import type { Steering } from './steering.ts'

/**
 * The order of an evacuation, before any weight. It follows the kind of failure: a living edge is emptied by its proxies
 * first, finely and at once, then by DNS; a dark one cannot proxy, so DNS goes first and the other regions' edges follow;
 * a sick backend behind a living edge is left at once. `At once` still means: no savior rises by more in one step than
 * the pace allows.
 */
export interface Shift {
  layer: PlaneLayer
  /** How far this layer then is, 0–1. */
  way: number
  holdMs: number
  estimateMs: number
}

export function outlineOf(input: {
  situation: Pick<Situation, 'settings'>
  reckoning: Reckoning
  loads: SaviorLoads
  wish: Wish
}): Shift[] {
  const { reckoning, wish } = input
  const { settings } = input.situation
  const pace = settings.paces[wish.profile]
  const layers = new Set(reckoning.steering.planes.map(({ descriptor }) => descriptor.layer))
  const paced = wish.failure === 'edge-alive' ? pace.stages : [1]
  const ways = waysOf({ ...pace, stages: paced }, steepestRise(reckoning, input.loads))
  const rest = wish.profile === 'drill' && wish.failure === 'edge-alive' ? [0.5, 1] : [1]
  const order: PlaneLayer[] = wish.failure === 'edge-dark' ? ['dns', 'proxy', 'switch'] : ['proxy', 'dns', 'switch']
  const present = order.filter((layer) => layers.has(layer))
  return present.flatMap((layer, index) => {
    // The first layer moves the load; what comes behind it only follows. A switch knows no half.
    const own = layer === 'switch' ? [1] : index === 0 ? ways : rest
    // Behind a dark edge nobody is served: that DNS takes a time to live for each step is pause enough.
    const holdMs = wish.failure === 'edge-dark' && layer === 'dns' && wish.profile === 'emergency' ? 0 : pace.holdMs
    return own.map((way) => shiftOf(layer, way, { ...pace, holdMs }, settings, reckoning.steering))
  })
}

/** Back again: DNS leads coarsely where proxies dose finely behind it; a switch is thrown before anything can follow. */
export function outlineBack(input: {
  situation: Pick<Situation, 'settings'>
  reckoning: Reckoning
  rise: number
}): Shift[] {
  const { settings } = input.situation
  const { steering } = input.reckoning
  const pace = settings.paces.failback
  const layers = new Set(steering.planes.map(({ descriptor }) => descriptor.layer))
  const ways = waysOf(pace, input.rise)
  const shift = (layer: PlaneLayer, way: number, holdMs = pace.holdMs) =>
    shiftOf(layer, way, { ...pace, holdMs }, settings, steering)
  const first = layers.has('switch') ? [shift('switch', 1)] : []
  if (!layers.has('proxy')) return [...first, ...(layers.has('dns') ? ways.map((way) => shift('dns', way)) : [])]
  let led = 0
  const paced = ways.flatMap((way) => {
    const lead = [0.25, 0.5, 1].find((each) => each >= way - 1e-9) ?? 1
    const leads = layers.has('dns') && lead > led ? [shift('dns', lead, 0)] : []
    led = Math.max(led, lead)
    return [...leads, shift('proxy', way)]
  })
  return [...first, ...paced]
}

/** The stages, each cut into equal pieces where it would let a savior rise by more than the pace allows. */
export function waysOf({ stages, mostRise }: Pick<Pace, 'stages' | 'mostRise'>, rise: number): number[] {
  const longest = rise > 0 ? Math.max(SHORTEST_STEP, mostRise / rise) : 1
  let from = 0
  return stages.flatMap((stage) => {
    const pieces = Math.max(1, Math.ceil((stage - from) / longest - 1e-9))
    const begin = from
    from = stage
    return Array.from({ length: pieces }, (_, index) =>
      index === pieces - 1 ? stage : begin + ((stage - begin) * (index + 1)) / pieces,
    )
  })
}

/** Finer than this the wait costs more than the caution saves, and the share can no longer be told from noise. */
const SHORTEST_STEP = 0.04

function shiftOf(
  layer: PlaneLayer,
  way: number,
  { holdMs }: Pick<Pace, 'holdMs'>,
  { observeMs }: PlannerSettings,
  { planes }: Steering,
): Shift {
  const delays = planes
    .filter(({ descriptor }) => descriptor.layer === layer)
    .map(({ descriptor, timeToLiveMs }) =>
      layer === 'dns' ? Math.max(descriptor.effectDelayMs.worst, timeToLiveMs) : descriptor.effectDelayMs.usual,
    )
  return { layer, way, holdMs, estimateMs: Math.max(0, ...delays) + observeMs + holdMs }
}

/** From the first shift until only clients that never follow are left and the witnesses agree. */
export function wayMs(shifts: readonly Shift[], situation: Pick<Situation, 'settings'>, steering: Steering): number {
  const sum = shifts.reduce((total, { estimateMs }) => total + estimateMs, 0)
  return sum + drainMs(situation, steering) + situation.settings.verifyMs
}
