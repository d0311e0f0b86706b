import { nodeIdOf, type RegionId } from '#contract/ids.ts'
import type { NodeNotice } from '#contract/roster.ts'
import type { NodeReading } from '#bff/topology/report.ts'
import { clusterReader, type NamedCluster } from './envoy-naming.ts'
import type { EnvoySettings } from './envoy-settings.ts'
import { valuesBy, type ReadingFacts } from './reading-facts.ts'
import type { WireLabels } from './wire.ts'

/**
 * What proxies see of the hosts behind a cluster: how many get no requests, and how many of those were ejected for
 * their errors. Each proxy judges by itself; the one that sees most counts. Every cluster is told of, so that what is
 * over is taken back.
 */
export function readClusterNodes(facts: ReadingFacts & { settings: EnvoySettings }): NodeReading[] {
  const { settings, read, step, regions, observedAtOf } = facts
  const keyOf = (labels: WireLabels) => `${labels[settings.clusterLabel]}\n${labels[settings.regionLabel]}`
  const unhealthyOf = valuesBy(facts, 'cluster:unhealthy-hosts', keyOf)
  const ejectedOf = valuesBy(facts, 'cluster:ejected-hosts', keyOf)
  const targetOf = clusterReader(settings)
  const nodes = new Map<string, NodeReading>()
  for (const { labels, values, present } of read('cluster:hosts')) {
    const target = present[step] === 1 ? targetOf(labels[settings.clusterLabel]) : null
    if (target === null) continue
    const region = regionOf(facts, labels, target)
    const found = regions.find(region)
    if (found.kind !== 'known') continue
    const key = { region: found.region, service: target.service }
    const notices = noticesOf({
      hosts: values[step] ?? NaN,
      unhealthy: unhealthyOf(labels),
      ejected: ejectedOf(labels),
    })
    // Subsets and ports of one service are clusters of their own.
    const before = nodes.get(nodeIdOf(key))?.notices ?? []
    nodes.set(nodeIdOf(key), {
      ...key,
      feedRegion: found.region,
      kind: target.isOutside ? 'external' : 'service',
      saturation: NaN,
      notices: [...before, ...notices].toSorted((one, other) => RANK[one.severity] - RANK[other.severity]),
      observedAt: observedAtOf(found.region),
    })
  }
  return [...nodes.values()]
}

const RANK = { critical: 0, warning: 1, info: 2 } as const

function regionOf(
  { settings }: { settings: EnvoySettings },
  labels: WireLabels,
  target: NamedCluster,
): RegionId | undefined {
  return target.region ?? labels[settings.regionLabel]
}

function noticesOf(seen: { hosts: number; unhealthy: number; ejected: number }): NodeNotice[] {
  const { hosts, ejected } = seen
  // A host that was ejected is not healthy either, unless too few are left and all get requests again.
  const out = Math.max(Number.isNaN(seen.unhealthy) ? 0 : seen.unhealthy, Number.isNaN(ejected) ? 0 : ejected)
  if (!(out > 0)) return []
  const of = Number.isNaN(hosts) ? `${out} hosts` : `${out} of ${hosts} hosts`
  const why = ejected > 0 ? `, ${ejected} of them ejected for their errors` : ''
  return [{ severity: out >= hosts ? 'critical' : 'warning', text: `${of} get no requests${why}` }]
}
