import { EVERYBODY } from '#contract/evacuation/plane.ts'
import type { Mark, State } from '#bff/controls/webhook/wire.ts'
import { createDemandModel } from '#mocks/world/demand.ts'
import { REGIONS } from '#mocks/world/regions.ts'
import type { World } from '#mocks/world/world.ts'

/**
 * What each instance of the world's planes is set to, and how the world follows: the mean over a plane's instances. They
 * begin with what geography gives each region when they are first looked at, so that weights and traffic agree.
 */
export interface PlaneSettings {
  /** Null where there is no such instance. */
  place(plane: string, instance: string): Place | null
  /** Returns what takes it back. */
  apply(place: Place, weights: Readonly<Record<string, number>>, mark: Mark | null): () => void
  /** Keeps the weights and sends traffic as before; returns what makes them effective. */
  keep(place: Place, weights: Readonly<Record<string, number>>, mark: Mark | null): () => void
}

export interface Place {
  plane: WorldPlaneId
  instance: string
  setting: Setting
}

export interface Setting {
  weights: Record<string, number>
  /** By which traffic goes: the weights, but for an instance that only says so. */
  effective: Readonly<Record<string, number>>
  revision: number
  mark: Mark | null
  /** Idempotency keys that have been answered, with the order each came with. */
  answered: Map<string, string>
}

export const PLANES = {
  'edge-proxies': { layer: 'proxy', instances: numbered('edge', 9) },
  'public-dns': { layer: 'dns', instances: numbered('ns', 3) },
} as const
export type WorldPlaneId = keyof typeof PLANES
export const MOST_WEIGHT = 100

export function isPlane(text: string | undefined): text is WorldPlaneId {
  return text !== undefined && Object.hasOwn(PLANES, text)
}

export function createPlaneSettings(world: World): PlaneSettings {
  const settings = new Map<string, Setting>()

  function begin(): void {
    const weights = geographicWeights(world.now)
    for (const [plane, { instances }] of Object.entries(PLANES)) {
      for (const instance of instances) {
        settings.set(`${plane}/${instance}`, {
          weights: { ...weights },
          effective: weights,
          revision: 1,
          mark: null,
          answered: new Map(),
        })
      }
    }
  }

  function steerWorld(plane: WorldPlaneId): void {
    const shares = meanShares(
      PLANES[plane].instances.map((instance) => settings.get(`${plane}/${instance}`)?.effective),
    )
    world.steer(plane === 'edge-proxies' ? { proxies: shares } : { dns: shares })
  }

  function apply(place: Place, weights: Readonly<Record<string, number>>, mark: Mark | null): () => void {
    const before = place.setting.weights
    keep(place, weights, mark)()
    return () => void apply(place, before, null)
  }

  function keep(place: Place, weights: Readonly<Record<string, number>>, mark: Mark | null): () => void {
    const { setting } = place
    setting.weights = { ...setting.weights, ...weights }
    setting.mark = mark
    setting.revision += 1
    return () => {
      setting.effective = setting.weights
      steerWorld(place.plane)
    }
  }

  return {
    apply,
    keep,
    place(plane, instance) {
      // Known only once the world has lived through its past.
      if (settings.size === 0) begin()
      const setting = settings.get(`${plane}/${instance}`)
      return setting === undefined || !isPlane(plane) ? null : { plane, instance, setting }
    },
  }
}

export function stateOf({ instance, setting }: Place, weights: Record<string, number> = setting.weights): State {
  return {
    instance,
    revision: String(setting.revision),
    segments: [{ segment: EVERYBODY, weights, ...(setting.mark === null ? {} : { mark: setting.mark }) }],
  }
}

/** Of a hundred. */
export function geographicWeights(instantMs: number): Record<string, number> {
  const byRegion = new Float64Array(REGIONS.length)
  createDemandModel().naturalDemand(instantMs, byRegion)
  const total = byRegion.reduce((sum, demand) => sum + demand, 0)
  return Object.fromEntries(
    REGIONS.map(({ id }, region) => [id, Math.round(((byRegion[region] ?? 0) / total) * MOST_WEIGHT)]),
  )
}

function meanShares(weights: readonly (Readonly<Record<string, number>> | undefined)[]): number[] {
  return REGIONS.map(({ id }) =>
    weights.reduce((mean, one) => {
      const total = Object.values(one ?? {}).reduce((sum, weight) => sum + weight, 0)
      return mean + (total > 0 ? (one?.[id] ?? 0) / total : 0) / weights.length
    }, 0),
  )
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`)
}
