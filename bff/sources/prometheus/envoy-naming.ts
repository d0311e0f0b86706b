import { isNameless, serviceIdOf, type RegionNames } from './names.ts'
import type { EdgeNaming } from './edge-naming.ts'
import { skipped, withRegions } from './edge-naming.ts'
import type { EnvoySettings } from './envoy-settings.ts'
import { readClusterName, type ClusterTarget } from './read-cluster-name.ts'

/** Both ends of an Envoy's rows: the proxy's own label, and the name of the cluster it sends to. */
export function createEnvoyNaming(settings: EnvoySettings, regions: RegionNames): EdgeNaming {
  const { callerLabel, clusterLabel, regionLabel } = settings
  const targetOf = clusterReader(settings)
  return (labels) => {
    const target = targetOf(labels[clusterLabel])
    if (target === null) return skipped({ kind: 'name-empty', label: clusterLabel })
    const caller = labels[callerLabel]
    const source = isNameless(caller) ? null : serviceIdOf(caller ?? '')
    if (source === null) return skipped({ kind: 'label-missing', label: callerLabel })
    const own = { label: regionLabel, value: labels[regionLabel] }
    return withRegions({
      key: { source, target: target.service, protocol: 'http' },
      source: own,
      target: target.region === null ? own : { label: clusterLabel, value: target.region },
      regions,
    })
  }
}

export interface NamedCluster extends ClusterTarget {
  service: string
}

/** Reads each name once: there are few, and they come again in every row of every poll. */
export function clusterReader(
  settings: Pick<EnvoySettings, 'clusterPattern' | 'namespaces'>,
): (cluster: string | undefined) => NamedCluster | null {
  const pattern = settings.clusterPattern === undefined ? null : new RegExp(settings.clusterPattern)
  const known = new Map<string, NamedCluster | null>()
  return (cluster = '') => {
    const held = known.get(cluster)
    if (held !== undefined) return held
    const named = nameOf(readClusterName(cluster, pattern), settings.namespaces)
    known.set(cluster, named)
    return named
  }
}

function nameOf(target: ClusterTarget | null, namespaces: EnvoySettings['namespaces']): NamedCluster | null {
  if (target === null) return null
  const isPlain = namespaces === 'omit' || target.namespace === null
  const service = serviceIdOf(isPlain ? target.name : `${target.name}.${target.namespace}`)
  return service === null ? null : { ...target, service }
}
