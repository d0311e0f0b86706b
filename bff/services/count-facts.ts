import { isBreakerOpen, type Breaker } from '#contract/services/breaker.ts'
import type { ForeignAlert } from '#contract/services/foreign-alert.ts'
import type { Instance } from '#contract/services/instance.ts'
import type { InstanceCount, ServiceFacts } from '#contract/services/service.ts'

/** What one service is known for in one region. */
export interface FactsOfPlace {
  /** Null where no source that is still believed tells of such things there. */
  breakers: readonly Breaker[] | null
  instances: readonly Instance[] | null
  alerts: readonly ForeignAlert[] | null
  /** When a change record last told of a deploy, UTC ms; NaN for never. */
  deployedAt: number
}

export type FactCounts = Omit<ServiceFacts, 'region' | 'service'>

/** Null where nothing is told, so that "no breaker is open" is never said of a service nobody watches. */
export function countFacts({ breakers, instances, alerts, deployedAt }: FactsOfPlace): FactCounts {
  const firing = alerts?.filter(({ state }) => state === 'firing')
  const ages = [...(breakers ?? []), ...(instances ?? []), ...(alerts ?? [])].flatMap(({ observedAt }) =>
    observedAt === null ? [] : [observedAt],
  )
  const newest = newestVersion(instances ?? [])
  const startedAt = newest?.since ?? NaN
  const deploys = [deployedAt, startedAt].filter((at) => !Number.isNaN(at))
  return {
    instancesUp: instances === null ? null : instances.filter(isServing).length,
    instancesTotal: instances?.length ?? null,
    instancesSuspect: instances === null ? null : instances.filter(({ suspect }) => suspect).length,
    breakersOpen: breakers === null ? null : breakers.filter(({ state }) => isBreakerOpen(state)).length,
    breakersTotal: breakers?.length ?? null,
    alertsCritical: firing === undefined ? null : firing.filter(({ severity }) => severity === 'critical').length,
    alertsWarning: firing === undefined ? null : firing.filter(({ severity }) => severity === 'warning').length,
    deployedAt: deploys.length === 0 ? null : Math.max(...deploys),
    versions: versionsOf(instances ?? []),
    observedAt: ages.length === 0 ? null : ages.reduce((oldest, at) => Math.min(oldest, at), Infinity),
  }
}

export function countInstances(instances: readonly Instance[]): InstanceCount[] {
  const counts = new Map<string, InstanceCount>()
  for (const instance of instances) {
    const { region, zone, version } = instance
    if (region === null) continue
    const key = JSON.stringify([region, zone, version])
    const count = counts.get(key) ?? { region, zone, version, up: 0, total: 0 }
    count.total += 1
    if (isServing(instance)) count.up += 1
    counts.set(key, count)
  }
  return [...counts.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, count]) => count)
}

function isServing({ status }: Instance): boolean {
  return status === 'up'
}

function versionsOf(instances: readonly Instance[]): string[] {
  return [...new Set(instances.flatMap(({ version }) => (version === null ? [] : [version])))].toSorted()
}

/** The version of whatever started last, and since when the first instance of it serves. */
function newestVersion(instances: readonly Instance[]): { since: number } | null {
  let newest: { version: string; upSince: number } | null = null
  for (const { version, upSince } of instances) {
    if (version !== null && upSince !== null && !(upSince <= (newest?.upSince ?? -1))) newest = { version, upSince }
  }
  if (newest === null) return null
  const { version } = newest
  const since = instances
    .filter((instance) => instance.version === version)
    .reduce((first, { upSince }) => Math.min(first, upSince ?? Infinity), Infinity)
  return { since }
}
