import { z } from 'zod'
import { Floors, type Fleet } from '#bff/controls/scaler/wire.ts'
import { judgeSignature } from '#bff/signature.ts'
import { SIGNATURE_HEADER } from '#bff/controls/webhook/wire.ts'
import { SERVICE_SPECS } from '#mocks/world/services.ts'
import type { World } from '#mocks/world/world.ts'
import { headerOf, refuse, type PlaneAnswer, type PlaneRequest } from './plane-answer.ts'

/** The world's autoscaler as others meet it: what is ready, what can be had, and at least how many are to be kept. */
export const SCALER_PATH = '/scaler'

/** Reserved capacity: so many times what a service has when the world goes live. */
const RESERVE = 2.4

export function createFleetScaler(input: { world: World; now: () => number; secret: string }) {
  const { world, now, secret } = input
  const specs = new Map(SERVICE_SPECS.map((spec) => [spec.service, spec]))
  const { nodes, regions } = world.catalog
  let reachable: Float64Array | null = null

  function fleet(): Fleet {
    // Known only once the world has lived through its past.
    reachable ??= world.gauges.instancesReady.map((ready) => Math.ceil(ready * RESERVE))
    const services = nodes.flatMap((node, row) => {
      const spec = specs.get(node.service)
      const region = regions[node.region]?.id
      if (spec === undefined || region === undefined) return []
      const ready = Math.floor(world.gauges.instancesReady[row] ?? 0)
      const most = spec.scaling === 'auto' ? Math.max(ready, reachable?.[row] ?? ready) : ready
      const starting = Math.floor(world.gauges.instancesStarting[row] ?? 0)
      return [{ region, service: node.service, ready, starting, reachable: most, readyAfterMs: spec.startupMs }]
    })
    return { services }
  }

  return async function answer(request: PlaneRequest): Promise<PlaneAnswer> {
    const header = headerOf(request, SIGNATURE_HEADER) ?? undefined
    const verdict = judgeSignature({ secret, nowMs: now(), header, request })
    if (verdict !== 'valid') return refuse(401, `the signature is ${verdict}`)
    if (request.method === 'GET') return { kind: 'answer', status: 200, json: fleet() }
    const floors = Floors.safeParse(JSON.parse(request.body))
    if (!floors.success) return refuse(422, z.prettifyError(floors.error))
    for (const { region, service, instances } of floors.data.floors) {
      const row = nodes.findIndex((node) => node.service === service && regions[node.region]?.id === region)
      if (row >= 0) world.keepAtLeast(row, instances)
    }
    return { kind: 'answer', status: 200, json: fleet() }
  }
}
