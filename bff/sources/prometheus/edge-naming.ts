import { GLOBAL_REGION, INTERNET, type EdgeKey, type RegionId } from '#contract/ids.ts'
import { isNameless, protocolOf, serviceIdOf, UNKNOWN_SERVICE, type RegionNames } from './names.ts'
import type { CustomSettings } from './custom-settings.ts'
import type { IstioSettings } from './istio-settings.ts'
import type { WireLabels } from './wire.ts'

/** Which connection a row speaks of, or why it is left out. */
export type NamedEdge = { kind: 'edge'; key: EdgeKey } | { kind: 'skipped'; reason: SkipReason }

/** Told to people, counted: see report-problems. */
export type SkipReason =
  | { kind: 'label-missing'; label: string }
  | { kind: 'region-foreign'; label: string; value: string }
  | { kind: 'name-empty'; label: string }

export type EdgeNaming = (labels: WireLabels) => NamedEdge

export function createCustomNaming(settings: CustomSettings, regions: RegionNames): EdgeNaming {
  const { labels: names, entry } = settings
  return (labels) => {
    const targetName = labels[names.target]
    if (targetName === undefined || targetName === '') return skipped({ kind: 'label-missing', label: names.target })
    const target = serviceIdOf(targetName)
    if (target === null) return skipped({ kind: 'name-empty', label: names.target })
    const sourceName = labels[names.source]
    const isOutside = isNameless(sourceName) && entry.includes(target)
    const source = isOutside ? INTERNET : serviceIdOf(sourceName ?? '')
    if (source === null) return skipped({ kind: 'label-missing', label: names.source })
    const protocol = names.protocol === undefined ? 'unknown' : protocolOf(labels[names.protocol])
    return withRegions({
      key: { source, target, protocol },
      source: { label: names.sourceRegion, value: labels[names.sourceRegion] },
      target: { label: names.targetRegion, value: labels[names.targetRegion] },
      regions,
    })
  }
}

/**
 * Of a mesh. A host that was never picked (circuit open, no healthy host, no route) leaves the canonical name of the
 * target unknown; the service that was called for still has one, and other rows tell which canonical name that is.
 */
export function createIstioNaming(
  settings: IstioSettings,
  regions: RegionNames,
  canonicalByService: ReadonlyMap<string, string>,
): EdgeNaming {
  const { entry, regionLabel, sourceRegionLabel } = settings
  return (labels) => {
    const called = labels['destination_service_name']
    const canonical = labels['destination_canonical_service']
    const targetName = isNameless(canonical) ? (canonicalByService.get(called ?? '') ?? called) : canonical
    if (targetName === undefined || targetName === '') {
      return skipped({ kind: 'label-missing', label: 'destination_canonical_service' })
    }
    const target = idOf(targetName, labels['destination_workload_namespace'], settings)
    if (target === null) return skipped({ kind: 'name-empty', label: 'destination_canonical_service' })
    const sourceName = labels['source_canonical_service']
    const isOutside = isNameless(sourceName) && entry.includes(target)
    const named = sourceName === undefined || sourceName === '' ? UNKNOWN_SERVICE : sourceName
    const source = isOutside ? INTERNET : idOf(named, labels['source_workload_namespace'], settings)
    if (source === null) return skipped({ kind: 'name-empty', label: 'source_canonical_service' })
    return withRegions({
      key: { source, target, protocol: protocolOf(labels['request_protocol']) },
      source: { label: sourceRegionLabel, value: labels[sourceRegionLabel] },
      target: { label: regionLabel, value: labels[regionLabel] },
      regions,
    })
  }
}

/** Which canonical name stands behind each service name; those of several are left out. */
export function canonicalNames(rows: Iterable<WireLabels>): Map<string, string> {
  const names = new Map<string, string>()
  const ambiguous = new Set<string>()
  for (const labels of rows) {
    const service = labels['destination_service_name']
    const canonical = labels['destination_canonical_service']
    if (service === undefined || isNameless(service) || canonical === undefined || isNameless(canonical)) continue
    const known = names.get(service)
    if (known !== undefined && known !== canonical) ambiguous.add(service)
    names.set(service, canonical)
  }
  for (const service of ambiguous) names.delete(service)
  return names
}

/** INTERNET is of no region; where one end's region is not told it is taken to be the other's. */
export function withRegions(input: {
  key: Pick<EdgeKey, 'source' | 'target' | 'protocol'>
  source: { label: string; value: string | undefined }
  target: { label: string; value: string | undefined }
  regions: RegionNames
}): NamedEdge {
  const { key, regions } = input
  const target = key.target === INTERNET ? GLOBAL : regions.find(input.target.value)
  if (target.kind === 'foreign')
    return skipped({ kind: 'region-foreign', label: input.target.label, value: target.value })
  const source = key.source === INTERNET ? GLOBAL : regions.find(input.source.value)
  if (source.kind === 'foreign')
    return skipped({ kind: 'region-foreign', label: input.source.label, value: source.value })
  const targetRegion = told(target) ?? (key.source === INTERNET ? undefined : told(source))
  const sourceRegion = told(source) ?? targetRegion
  if (targetRegion === undefined || sourceRegion === undefined) {
    return skipped({ kind: 'label-missing', label: input.target.label })
  }
  return { kind: 'edge', key: { ...key, sourceRegion, targetRegion } }
}

const GLOBAL = { kind: 'known', region: GLOBAL_REGION } as const

function told(found: ReturnType<RegionNames['find']>): RegionId | undefined {
  return found.kind === 'known' ? found.region : undefined
}

/** The service a row of a mesh tells of as its destination; null where it has no name. */
export function istioServiceOf(labels: WireLabels, settings: IstioSettings): string | null {
  const name = labels['destination_canonical_service']
  if (name === undefined || isNameless(name)) return null
  return idOf(name, labels['destination_workload_namespace'], settings)
}

function idOf(name: string, namespace: string | undefined, settings: IstioSettings): string | null {
  const isPlain = settings.namespaces === 'omit' || isNameless(namespace) || name === UNKNOWN_SERVICE
  return serviceIdOf(isPlain ? name : `${name}.${namespace}`)
}

export function skipped(reason: SkipReason): NamedEdge {
  return { kind: 'skipped', reason }
}
