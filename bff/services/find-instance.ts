import type { RegionId, ServiceId, SourceId } from '#contract/ids.ts'
import type { Instance } from '#contract/services/instance.ts'
import type { JoinedFacts } from './joined-facts.ts'

/** An instance as its registry tells it, and those it shares the work with. */
export interface FoundInstance {
  /** How the registry writes its service: what an order to it must say. */
  registryName: string
  instance: Instance
  /** All of its service, itself among them. */
  siblings: readonly Instance[]
}

export function findInstance(
  { instances }: JoinedFacts,
  asked: { source: SourceId; service: ServiceId; instance: string },
): FoundInstance | null {
  const list = instances.find(({ teller }) => teller.id === asked.source)
  const siblings = list?.byService.get(asked.service) ?? []
  const instance = siblings.find(({ id }) => id === asked.instance)
  const registryName = list?.registryName(asked.service, asked.instance) ?? null
  return instance === undefined || registryName === null ? null : { registryName, instance, siblings }
}

/** By its region and id alone, for what is asked of its host. */
export function findHost({ instances }: JoinedFacts, asked: { region: RegionId; instance: string }): Instance | null {
  for (const { byService } of instances) {
    for (const rows of byService.values()) {
      const found = rows.find(({ id, region }) => id === asked.instance && region === asked.region)
      if (found !== undefined) return found
    }
  }
  return null
}
