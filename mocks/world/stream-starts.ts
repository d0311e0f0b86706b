import { REQUIRED, type FleetPlan } from './fleet-plan.ts'
import type { FleetState } from './fleet-state.ts'

/**
 * The business metric. Of the requests that people's devices send, STARTS_PER_REQUEST are somebody pressing play. A
 * start works when the entry, the edge proxy and the playback API answer, and every call works that the playback API
 * requires. Of those whose start failed for no lasting reason, SECOND_TRY press play once more; their success is
 * counted too. Devices' own retries of single requests are not: they are load, not starts.
 */
const STARTS_PER_REQUEST = 0.0203
const SECOND_TRY = 0.4
/** Of failed starts, those that would fail again at once. */
const LASTING_PART = 0.7

export function stepStreamStarts(plan: FleetPlan, { nodes, edges, regions }: FleetState): void {
  const count = plan.edgeProxy.length
  for (let region = 0; region < count; region += 1) regions.streamStarts[region] = 0
  for (let region = 0; region < count; region += 1) {
    const entry = plan.entryEdge[region]
    const reached = (1 - regions.connectFail[region]) * (1 - edges.timeoutShare[entry])
    const wanted = regions.arrivals[region] * STARTS_PER_REQUEST
    let local = 1
    for (let to = 0; to < count; to += 1) {
      const part = regions.forwardShare[region * count + to]
      if (part === 0) continue
      local -= part
      const proxied = plan.proxyEdge[region][to]
      const handedOn = reached * (1 - nodes.ownFail[plan.edgeProxy[region]]) * (1 - edges.timeoutShare[proxied])
      const works = handedOn * (1 - regions.connectFail[to]) * playbackWorks(plan, nodes, edges, to)
      regions.streamStarts[to] += wanted * part * withSecondTry(works)
    }
    const works = reached * playbackWorks(plan, nodes, edges, region)
    regions.streamStarts[region] += wanted * local * withSecondTry(works)
  }
}

/** The chance that a start which has reached the region's edge proxy works there. */
function playbackWorks(
  plan: FleetPlan,
  nodes: FleetState['nodes'],
  edges: FleetState['edges'],
  region: number,
): number {
  const proxy = plan.edgeProxy[region]
  const playback = plan.playbackApi[region]
  let works = 1 - nodes.ownFail[proxy]
  for (let edge = plan.nodes.firstCall[proxy]; edge < plan.nodes.endCall[proxy]; edge += 1) {
    if (plan.edges.target[edge] !== playback) continue
    // What happens on the way there; what its callees do is counted below, without the mix of other requests.
    const onTheWay = Math.max(0, edges.finalFail[edge] - nodes.fail[playback])
    works *= (1 - onTheWay) * (1 - nodes.ownFail[playback])
  }
  for (let edge = plan.nodes.firstCall[playback]; edge < plan.nodes.endCall[playback]; edge += 1) {
    if (plan.edges.need[edge] === REQUIRED) works *= 1 - edges.finalFail[edge]
  }
  return works
}

function withSecondTry(works: number): number {
  return works + (1 - works) * (1 - LASTING_PART) * SECOND_TRY * works
}
