import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import type { Age, BusinessTraffic, ZoneTraffic } from '#contract/traffic.ts'

export function describeZones(roster: Roster, frame: Frame): ZoneTraffic[] {
  return roster.zones.map((zone, row) => ({
    region: zone.region,
    zone: zone.id,
    requestsPerSecond: orNull(frame.zoneTotals[row]?.requestsPerSecond),
    errorShare: orNull(frame.zoneTotals[row]?.errorShare),
  }))
}

export function describeBusiness({
  roster,
  frame,
  age,
}: {
  roster: Roster
  frame: Frame
  age: (sample: { observedAt: number; periodMs: number }) => Age
}): BusinessTraffic[] {
  return roster.businessMetrics.map((metric, row) => {
    const total = frame.businessTotals[row]
    const periods = roster.feeds.filter((feed) => feed.source === metric.source).map((feed) => feed.periodMs)
    return {
      id: metric.id,
      name: metric.name,
      unit: metric.unit,
      value: orNull(total?.value),
      byRegion: roster.regions.map((region, index) => ({ region: region.id, value: orNull(total?.byRegion[index]) })),
      freshness: age({ observedAt: total?.observedAt ?? NaN, periodMs: Math.max(1, ...periods) }),
    }
  })
}

/** JSON knows no NaN. */
export function orNull(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value
}
