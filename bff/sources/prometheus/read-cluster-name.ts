/**
 * Whom an Envoy cluster stands for. Istio writes `outbound|80||license.prod.svc.cluster.local` (direction, port,
 * subset, host; newer ones with a `;` behind) and for gateways `outbound_.80_._.license…`; other proxies call a cluster
 * whatever they like.
 */
export interface ClusterTarget {
  name: string
  namespace: string | null
  /** As the name tells it; null where it does not. */
  region: string | null
  /** A host outside of the cluster, or one of the collective names for everything outside. */
  isOutside: boolean
}

/** Null where no service can be read from it. */
export function readClusterName(cluster: string, pattern: RegExp | null): ClusterTarget | null {
  const plain = cluster.replace(/;+$/, '')
  if (plain === '' || plain.length > LONGEST_NAME) return null
  if (pattern !== null) {
    const { service, region } = pattern.exec(plain)?.groups ?? {}
    if (service === undefined || service === '') return null
    return { name: service, namespace: null, region: region ?? null, isOutside: false }
  }
  if (COLLECTIVE.has(plain)) return { name: plain, namespace: null, region: null, isOutside: true }
  const host = hostOf(plain)
  if (host === undefined) return { name: plain, namespace: null, region: null, isOutside: false }
  return host === '' ? null : targetOf(host)
}

/** No expression is run over a longer one. */
const LONGEST_NAME = 400

const COLLECTIVE = new Set(['PassthroughCluster', 'BlackHoleCluster'])

/** The last of the four parts; undefined where it is no such name. */
function hostOf(cluster: string): string | undefined {
  const separator = /^(?:out|in)bound(\||_\.)/.exec(cluster)?.[1]
  if (separator === undefined) return undefined
  return cluster.split(separator).slice(3).join(separator)
}

function targetOf(host: string): ClusterTarget {
  const [name = host, namespace = null, kind] = host.split('.')
  const isInside = kind === 'svc'
  return isInside
    ? { name, namespace, region: null, isOutside: false }
    : { name: host, namespace: null, region: null, isOutside: host.includes('.') }
}
