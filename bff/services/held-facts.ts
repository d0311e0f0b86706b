import type { RegionId, SourceId } from '#contract/ids.ts'
import type { SourceKind } from '#contract/source-status.ts'
import type { AlertReading, BreakerReading, InstanceReading, OwnerReading } from '#bff/topology/facts.ts'
import type { SourceReport } from '#bff/topology/report.ts'

/** Who tells: what a source is, as far as its facts are concerned. */
export interface Teller {
  id: SourceId
  kind: SourceKind
  /** Into that system, for a person. */
  link: string | null
  periodMs: number
}

/** The newest whole list of one kind that one source told. */
export interface HeldList<Reading> {
  teller: Teller
  list: readonly Reading[]
  /** UTC ms of the newest sample, by region and over all; on the source's clock. */
  observedAt: number
  observedByRegion: ReadonlyMap<RegionId, number>
}

export interface HeldFacts {
  accept(teller: Teller, report: SourceReport): void
  breakers(): HeldList<BreakerReading>[]
  instances(): HeldList<InstanceReading>[]
  alerts(): HeldList<AlertReading>[]
  owners(): HeldList<OwnerReading>[]
  /** Grows with every list that is taken. */
  version(): number
}

/** Lists are replaced whole: what a source no longer lists is no longer so. */
export function createHeldFacts(): HeldFacts {
  const breakers = new Map<SourceId, HeldList<BreakerReading>>()
  const instances = new Map<SourceId, HeldList<InstanceReading>>()
  const alerts = new Map<SourceId, HeldList<AlertReading>>()
  const owners = new Map<SourceId, HeldList<OwnerReading>>()
  let version = 0

  function take<Reading>(
    into: Map<SourceId, HeldList<Reading>>,
    told: { teller: Teller; report: SourceReport; list: readonly Reading[] | undefined },
  ): void {
    if (told.list === undefined) return
    into.set(told.teller.id, { teller: told.teller, list: told.list, ...agesOf(told.report) })
    version += 1
  }

  return {
    accept(teller, report) {
      take(breakers, { teller, report, list: report.facts?.breakers })
      take(instances, { teller, report, list: report.facts?.instances })
      take(alerts, { teller, report, list: report.facts?.alerts })
      take(owners, { teller, report, list: report.facts?.owners })
    },
    breakers: () => [...breakers.values()],
    instances: () => [...instances.values()],
    alerts: () => [...alerts.values()],
    owners: () => [...owners.values()],
    version: () => version,
  }
}

function agesOf(report: SourceReport): Pick<HeldList<never>, 'observedAt' | 'observedByRegion'> {
  const observedByRegion = new Map(report.feeds.map((feed) => [feed.region, feed.observedAt] as const))
  const seen = [...observedByRegion.values()].filter((at) => !Number.isNaN(at))
  return {
    observedAt: seen.length > 0 ? Math.max(...seen) : report.feeds.length === 0 ? report.at : NaN,
    observedByRegion,
  }
}
