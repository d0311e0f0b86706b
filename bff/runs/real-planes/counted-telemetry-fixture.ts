import type { FleetObservation, RegionObservation, Telemetry } from '#bff/evacuation/ports.ts'

/** What arrives at each region, counted by the regions themselves: the second witness, without a metrics system. */
export interface CountedTelemetry extends Telemetry {
  /** Says of a region what its counter cannot tell. */
  change(region: string, parts: Partial<RegionObservation>): void
  stop(): void
}

const EVERY_MS = 250
export const RATE_OVER_MS = 1_000

export function countTelemetry(arrived: () => Readonly<Record<string, number>>): CountedTelemetry {
  const changed = new Map<string, Partial<RegionObservation>>()
  const samples: { at: number; counts: Readonly<Record<string, number>> }[] = []
  let newest: FleetObservation = { at: NaN, regions: [], business: null }

  function look(): void {
    const now = { at: Date.now(), counts: arrived() }
    samples.push(now)
    while (samples.length > 2 && now.at - (samples[1]?.at ?? now.at) >= RATE_OVER_MS) samples.shift()
    const first = samples[0]
    if (first === undefined || now.at - first.at < RATE_OVER_MS) return
    const seconds = (now.at - first.at) / 1_000
    const regions = Object.entries(now.counts).map(([region, count]): RegionObservation => ({
      region,
      observedAt: now.at,
      requestsPerSecond: (count - (first.counts[region] ?? 0)) / seconds,
      errorShare: 0,
      // These servers tell neither.
      p99LatencyMs: NaN,
      saturation: NaN,
      tightestService: null,
    }))
    newest = { at: now.at, regions, business: null }
  }

  const ticking = setInterval(look, EVERY_MS)
  look()
  return {
    observe: () => ({
      ...newest,
      regions: newest.regions.map((each) => ({ ...each, ...changed.get(each.region) })),
    }),
    change: (region, parts) => void changed.set(region, parts),
    stop: () => clearInterval(ticking),
  }
}
