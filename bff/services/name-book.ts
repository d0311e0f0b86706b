import type { RegionId, ServiceId, SourceId } from '#contract/ids.ts'
import type { FactKind, IdentityEntry } from '#contract/services/identity.ts'
import type { Identity, ResolvedName } from './identity/create-identity.ts'

/** A name as a source writes it, and whom it was taken for. */
export type NamedFacts = Omit<IdentityEntry, 'like'>

/** Asks for each name of one list once: there are far fewer names than facts. */
export interface NameBook {
  /** Whom it means, without counting it. */
  ask(name: string): ServiceId | null
  /** Whom one fact of this name is about. */
  meant(name: string, region: RegionId | null): ServiceId | null
  all(): NamedFacts[]
}

export function createNameBook(input: { identity: Identity; source: SourceId; tells: FactKind }): NameBook {
  const { identity, source, tells } = input
  const answers = new Map<string, ResolvedName>()
  const entries = new Map<string, { facts: number; regions: Set<RegionId> }>()

  function resolve(name: string): ResolvedName {
    const answer = answers.get(name) ?? identity.resolve({ source, tells, name })
    answers.set(name, answer)
    return answer
  }

  return {
    ask: (name) => resolve(name).service,
    meant(name, region) {
      const entry = entries.get(name) ?? { facts: 0, regions: new Set<RegionId>() }
      entry.facts += 1
      if (region !== null) entry.regions.add(region)
      entries.set(name, entry)
      return resolve(name).service
    },
    all: () =>
      [...entries].map(([name, { facts, regions }]) => ({
        source,
        tells,
        name,
        regions: [...regions].toSorted(),
        facts,
        ...resolve(name),
      })),
  }
}
