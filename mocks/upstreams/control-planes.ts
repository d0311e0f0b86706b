import { EVERYBODY } from '#contract/evacuation/plane.ts'
import { CONTRACT_NAME, SIGNATURE_HEADER, type Description } from '#bff/controls/webhook/wire.ts'
import { judgeSignature } from '#bff/signature.ts'
import { REGIONS } from '#mocks/world/regions.ts'
import type { World } from '#mocks/world/world.ts'
import { headerOf, refuse, type PlaneAnswer, type PlaneRequest } from './plane-answer.ts'
import type { PlaneFaultBoard } from './plane-faults.ts'
import { createPlaneSettings, isPlane, MOST_WEIGHT, PLANES, stateOf, type WorldPlaneId } from './plane-settings.ts'
import { takeOrder } from './take-order.ts'

/**
 * What the world is steered through: nine proxies at the edge that act within seconds, and three nameservers whose
 * answers clients follow as their caches run out. Both speak the published webhook contract. Each instance holds its own
 * setting, so an order that reached six of nine proxies moves six ninths of the traffic.
 */
export interface ControlPlanes {
  /** Null where the path is none of a plane's. */
  answer(request: PlaneRequest): Promise<PlaneAnswer | null>
  /** Orders that came, dry runs left out: whoever promises to write nothing can be held to it. */
  orders(): number
  /** What an instance is set to; null where there is none. */
  weightsOf(plane: string, instance: string): Readonly<Record<string, number>> | null
  /** Sets an instance as somebody else would, past Spillway: drift. False where there is none. */
  setForeign(plane: string, instance: string, weights: Readonly<Record<string, number>>): boolean
}

export function createControlPlanes(input: {
  world: World
  /** The wall's clock, UTC ms. */
  now: () => number
  secret: string
  faults: PlaneFaultBoard
}): ControlPlanes {
  const { now, secret, faults } = input
  const settings = createPlaneSettings(input.world)
  let orders = 0

  async function answerFor(plane: WorldPlaneId, rest: string, request: PlaneRequest): Promise<PlaneAnswer> {
    const [path = '', query] = rest.split('?')
    if (path === '/describe') return { kind: 'answer', status: 200, json: describe(plane) }
    const instance = /^\/instances\/([a-z0-9-]+)\/state$/.exec(path)?.[1]
    const place = instance === undefined ? null : settings.place(plane, instance)
    if (place === null) return refuse(404, 'there is no such instance')
    if (request.method === 'PUT') {
      const dryRun = new URLSearchParams(query).get('dryRun') === 'true'
      if (!dryRun) orders += 1
      return takeOrder({ settings, faults, place, request, dryRun })
    }
    if (request.method !== 'GET') return refuse(405, 'expected GET or PUT')
    return faults.isDown(plane, place.instance)
      ? { kind: 'silent' }
      : { kind: 'answer', status: 200, json: stateOf(place) }
  }

  return {
    async answer(request) {
      const [, plane, rest = ''] = /^\/planes\/([a-z-]+)(\/.*)$/.exec(request.path) ?? []
      if (!isPlane(plane)) return null
      const header = headerOf(request, SIGNATURE_HEADER) ?? undefined
      const verdict = judgeSignature({ secret, nowMs: now(), header, request })
      return verdict === 'valid' ? answerFor(plane, rest, request) : refuse(401, `the signature is ${verdict}`)
    },
    orders: () => orders,
    weightsOf: (plane, instance) => settings.place(plane, instance)?.setting.weights ?? null,
    setForeign(plane, instance, weights) {
      const place = settings.place(plane, instance)
      if (place === null) return false
      settings.apply(place, weights, null)
      return true
    },
  }
}

function describe(plane: WorldPlaneId): Description {
  return {
    contract: CONTRACT_NAME,
    layer: PLANES[plane].layer,
    instances: [...PLANES[plane].instances],
    targets: REGIONS.map(({ id }) => ({ id, region: id })),
    segments: [EVERYBODY],
    granularity: { least: 0, most: MOST_WEIGHT },
    dryRun: true,
  }
}
