import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import type { ServiceCapacity } from '#bff/evacuation/planner/situation.ts'
import { servedByRegion } from './watch-fleet.ts'

/**
 * What services can take, as their own saturation tells: a service that is half used at 100 requests/s can take 200. The
 * guess is better the busier it is; below a twentieth it says nothing.
 */
export function measureCapacity(frame: Frame, roster: Roster): ServiceCapacity[] {
  const served = servedByRegion(frame, roster)
  return roster.nodes.flatMap((node, row): ServiceCapacity[] => {
    if (node.gone || (node.kind !== 'service' && node.kind !== 'datastore')) return []
    const saturation = frame.nodes.saturation[row] ?? NaN
    const requestsPerSecond = frame.nodes.requestsPerSecond[row] ?? NaN
    const entering = served.get(node.region) ?? NaN
    if (!(saturation >= LEAST_SATURATION) || !(requestsPerSecond > 0) || !(entering > 0)) return []
    return [
      {
        region: node.region,
        service: node.service,
        readyInstances: 1,
        requestsPerSecondPerInstance: requestsPerSecond / saturation,
        callsPerRequest: requestsPerSecond / entering,
        from: 'measured',
      },
    ]
  })
}

const LEAST_SATURATION = 0.05
