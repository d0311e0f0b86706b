import type { RegionId, SourceId } from '#contract/ids.ts'
import type { FactKind } from '#contract/services/identity.ts'
import type { SourceKind } from '#contract/source-status.ts'
import type { Facts } from '#bff/topology/facts.ts'
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
export interface HeldList<Kind extends keyof Facts = keyof Facts> {
  teller: Teller
  kind: Kind
  list: NonNullable<Facts[Kind]>
  /** UTC ms of the newest sample, by region and over all; on the source's clock. */
  observedAt: number
  observedByRegion: ReadonlyMap<RegionId, number>
}

export interface HeldFacts {
  /** True where anything changed. */
  accept(teller: Teller, report: SourceReport): boolean
  lists<Kind extends keyof Facts>(kind: Kind): HeldList<Kind>[]
  /** Grows with every list that is taken. */
  version(): number
}

export const FACT_KINDS: Readonly<Record<keyof Facts, FactKind>> = {
  breakers: 'breakers',
  instances: 'instances',
  alerts: 'alerts',
  owners: 'ownership',
}

/** Lists are replaced whole: what a source no longer lists is no longer so. */
export function createHeldFacts(): HeldFacts {
  const held: { [Kind in keyof Facts]-?: Map<SourceId, HeldList<Kind>> } = {
    breakers: new Map(),
    instances: new Map(),
    alerts: new Map(),
    owners: new Map(),
  }
  let version = 0

  function take<Kind extends keyof Facts>(kind: Kind, teller: Teller, report: SourceReport): boolean {
    const list = report.facts?.[kind]
    if (list === undefined) return false
    const observedByRegion = new Map(report.feeds.map((feed) => [feed.region, feed.observedAt] as const))
    const seen = [...observedByRegion.values()].filter((at) => !Number.isNaN(at))
    const observedAt = seen.length === 0 ? report.at : Math.max(...seen)
    const lists: Map<SourceId, HeldList<Kind>> = held[kind]
    lists.set(teller.id, { teller, kind, list, observedAt, observedByRegion })
    return true
  }

  return {
    accept(teller, report) {
      const taken = [
        take('breakers', teller, report),
        take('instances', teller, report),
        take('alerts', teller, report),
        take('owners', teller, report),
      ].some(Boolean)
      if (taken) version += 1
      return taken
    },
    lists: (kind) => [...held[kind].values()],
    version: () => version,
  }
}
