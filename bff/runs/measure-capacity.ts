import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import type { ServiceCapacity } from '#bff/evacuation/planner/situation.ts'
import type { Fleet } from '#bff/controls/scaler/wire.ts'
import { servedByRegion } from './watch-fleet.ts'

/**
 * What services can take, as their own saturation tells: a service that is half used at 100 requests/s can take 200. The
 * guess is better the busier it is; below a twentieth it says nothing.
 */
export function measureCapacity(frame: Frame, roster: Roster, fleet: Fleet | null): ServiceCapacity[] {
  const served = servedByRegion(frame, roster)
  const scaled = new Map(fleet?.services.map((row) => [`${row.region}/${row.service}`, row]))
  return roster.nodes.flatMap((node, row): ServiceCapacity[] => {
    if (node.gone || (node.kind !== 'service' && node.kind !== 'datastore')) return []
    const saturation = frame.nodes.saturation[row] ?? NaN
    const requestsPerSecond = frame.nodes.requestsPerSecond[row] ?? NaN
    const entering = served.get(node.region) ?? NaN
    if (!(saturation >= LEAST_SATURATION) || !(requestsPerSecond > 0) || !(entering > 0)) return []
    const known = scaled.get(`${node.region}/${node.service}`)
    // Without an autoscaler to ask, what is there counts as one instance that cannot be had twice.
    const readyInstances = Math.max(1, known?.ready ?? 1)
    return [
      {
        region: node.region,
        service: node.service,
        readyInstances,
        ...(known === undefined ? {} : { reachableInstances: known.reachable, readyAfterMs: known.readyAfterMs }),
        requestsPerSecondPerInstance: requestsPerSecond / saturation / readyInstances,
        callsPerRequest: requestsPerSecond / entering,
        from: 'measured',
      },
    ]
  })
}

const LEAST_SATURATION = 0.05
