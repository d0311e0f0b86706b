import type { ConfiguredSource } from './configuration.ts'

type AddIssue = (issue: { code: 'custom'; path: (string | number)[]; message: string }) => void

/** Kinds of sources that list instances with their addresses. */
const REGISTRIES: ReadonlySet<string> = new Set(['eureka'])

/** Streams of regions nobody has heard of, and registries that are none. */
export function refuseOddStreams(
  { regions, sources }: { regions: readonly { id: string }[]; sources: readonly ConfiguredSource[] },
  addIssue: AddIssue,
): void {
  const known = new Set(regions.map(({ id }) => id))
  const refuse = (path: (string | number)[], message: string) => addIssue({ code: 'custom', path, message })
  sources.forEach((source, index) => {
    if (source.kind !== 'hystrix' && source.kind !== 'turbine') return
    const list = source.kind === 'hystrix' ? 'instances' : 'clusters'
    const rows = source.kind === 'hystrix' ? source.instances : source.clusters
    rows.forEach(({ region }, position) => {
      if (region === undefined || known.has(region)) return
      const message = `one of the regions of this file (${[...known].join(', ')})`
      refuse(['sources', index, list, position, 'region'], message)
    })
    if (source.kind !== 'hystrix' || source.registry === undefined) return
    const registry = sources.find(({ id }) => id === source.registry)
    if (registry === undefined || !REGISTRIES.has(registry.kind)) {
      refuse(['sources', index, 'registry'], 'the id of a source of this file that is a registry (kind: eureka)')
    }
  })
}
