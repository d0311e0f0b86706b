import { INTERNET, nodeIdOf } from '#contract/ids.ts'
import type { NodeKind } from '#contract/roster.ts'
import type { NodeReading } from '#bff/topology/report.ts'
import type { ReadingFacts } from './reading-facts.ts'
import { createServiceGraphNaming } from './service-graph-naming.ts'
import type { ServiceGraphSettings } from './service-graph-settings.ts'
import { VIRTUAL_NODE } from './wire-service-graph-queries.ts'

/**
 * Nodes that send no spans of their own, known by the kind of connection that leads to them: databases, and others'
 * services. A consumer of messages is a service like any other. Who sends spans at all is a service, whatever else
 * some connection says of it.
 */
export function readServiceGraphNodes(facts: ReadingFacts & { settings: ServiceGraphSettings }): NodeReading[] {
  const naming = createServiceGraphNaming(facts.settings, facts.regions)
  const kinds = new Map<string, NodeReading>()
  for (const { labels, present } of facts.read('requests')) {
    const named = present[facts.step] === 1 ? naming(labels) : null
    if (named?.kind !== 'edge') continue
    const { source, sourceRegion, target, targetRegion } = named.key
    const connection = labels['connection_type'] ?? ''
    const kind: NodeKind =
      connection === 'database'
        ? 'datastore'
        : connection === VIRTUAL_NODE && source !== INTERNET
          ? 'external'
          : 'service'
    put(facts, kinds, { service: target, region: targetRegion }, kind)
    if (source !== INTERNET) put(facts, kinds, { service: source, region: sourceRegion }, 'service')
  }
  return [...kinds.values()]
}

function put(
  { observedAtOf }: ReadingFacts,
  kinds: Map<string, NodeReading>,
  key: { service: string; region: string },
  kind: NodeKind,
): void {
  const id = nodeIdOf(key)
  const known = kinds.get(id)
  if (known !== undefined && (known.kind === 'service' || kind !== 'service')) return
  kinds.set(id, { ...key, kind, feedRegion: key.region, saturation: NaN, observedAt: observedAtOf(key.region) })
}
