import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import type { ServiceCapacity } from '#bff/evacuation/planner/situation.ts'
import type { Fleet } from '#bff/controls/scaler/wire.ts'
import { servedByRegion } from './watch-fleet.ts'

/**
 * What services can take, as their own saturation tells: a service that is half used at 100 requests/s can take 200. The
 * guess is better the busier it is; below a twentieth it says nothing. A region that serves next to nothing (it was
 * evacuated) tells neither what an instance of it can take nor how many calls a request makes: that is then taken from the
 * same service where it is busy.
 */
export function measureCapacity(frame: Frame, roster: Roster, fleet: Fleet | null): ServiceCapacity[] {
  const seen = servicesSeen(frame, roster, fleet)
  const busiest = new Map<string, Seen>()
  const calls = new Map<string, { requests: number; entering: number }>()
  for (const one of seen) {
    if (tellsCapacity(one) && !(one.saturation <= (busiest.get(one.service)?.saturation ?? 0))) {
      busiest.set(one.service, one)
    }
    if (!(one.entering >= 0)) continue
    const sum = calls.get(one.service) ?? { requests: 0, entering: 0 }
    calls.set(one.service, {
      requests: sum.requests + one.requestsPerSecond,
      entering: sum.entering + one.entering,
    })
  }
  const usual = usualEntering(servedByRegion(frame, roster))
  return seen.flatMap((one): ServiceCapacity[] => {
    const everywhere = calls.get(one.service)
    const isQuiet = !(one.entering >= usual * QUIET_PART)
    const told = tellsCapacity(one) && !isQuiet ? one : one.known === undefined ? undefined : busiest.get(one.service)
    const callsPerRequest =
      isQuiet && everywhere !== undefined
        ? everywhere.requests / everywhere.entering
        : one.requestsPerSecond / one.entering
    if (told === undefined || !(callsPerRequest > 0) || !Number.isFinite(callsPerRequest)) return []
    return [
      {
        region: one.region,
        service: one.service,
        readyInstances: one.readyInstances,
        ...(one.known === undefined
          ? {}
          : { reachableInstances: one.known.reachable, readyAfterMs: one.known.readyAfterMs }),
        requestsPerSecondPerInstance: told.requestsPerSecond / told.saturation / told.readyInstances,
        callsPerRequest,
        from: 'measured',
      },
    ]
  })
}

const LEAST_SATURATION = 0.05
/** A region that serves less than this part of what regions serve on average is quiet. */
const QUIET_PART = 0.2

interface Seen {
  region: string
  service: string
  saturation: number
  requestsPerSecond: number
  /** Requests/s the region works on. */
  entering: number
  readyInstances: number
  known: Fleet['services'][number] | undefined
}

function tellsCapacity({ saturation, requestsPerSecond }: Seen): boolean {
  return saturation >= LEAST_SATURATION && requestsPerSecond > 0
}

function servicesSeen(frame: Frame, roster: Roster, fleet: Fleet | null): Seen[] {
  const served = servedByRegion(frame, roster)
  const scaled = new Map(fleet?.services.map((row) => [`${row.region}/${row.service}`, row]))
  return roster.nodes.flatMap((node, row): Seen[] => {
    if (node.gone || (node.kind !== 'service' && node.kind !== 'datastore')) return []
    const requestsPerSecond = frame.nodes.requestsPerSecond[row] ?? NaN
    if (Number.isNaN(requestsPerSecond)) return []
    const known = scaled.get(`${node.region}/${node.service}`)
    return [
      {
        region: node.region,
        service: node.service,
        saturation: frame.nodes.saturation[row] ?? NaN,
        requestsPerSecond,
        entering: served.get(node.region) ?? NaN,
        // Without an autoscaler to ask, what is there counts as one instance that cannot be had twice.
        readyInstances: Math.max(1, known?.ready ?? 1),
        known,
      },
    ]
  })
}

function usualEntering(served: ReadonlyMap<string, number>): number {
  const known = [...served.values()].filter((value) => !Number.isNaN(value))
  return known.reduce((sum, value) => sum + value, 0) / known.length
}
