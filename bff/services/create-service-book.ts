import { DEFAULT_FRESHNESS_RULE, type FreshnessRule } from '#contract/freshness.ts'
import type { RegionId, ServiceId, SourceId } from '#contract/ids.ts'
import { nodeIdOf } from '#contract/ids.ts'
import type { Roster } from '#contract/roster.ts'
import type { IdentityReport } from '#contract/services/identity.ts'
import type { Instance } from '#contract/services/instance.ts'
import type { ServiceDetail, ServiceFacts, ServicesAnswer } from '#contract/services/service.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import { countFacts } from './count-facts.ts'
import { describeIdentity, describeService, describeServices, ownerOf } from './describe-service.ts'
import { findHost, findInstance, type FoundInstance } from './find-instance.ts'
import { createHeldFacts, type Teller } from './held-facts.ts'
import { likeNames } from './identity/like-names.ts'
import type { IdentitySettings } from './identity/settings.ts'
import { createJoiner } from './joined-facts.ts'
import { marksOf, type PlaceMark } from './marks-of.ts'
import { createPlaceFacts, placesOf, type Place } from './place-facts.ts'

/** What the fleet's systems know, service by service; what cannot be placed is kept and listed. */
export interface ServiceBook {
  accept(teller: Teller, report: SourceReport): void
  /** When a change record told of a deploy there. */
  acceptDeploy(deploy: Place & { at: number }): void
  services(): Omit<ServicesAnswer, 'scoreRules'>
  /** Null where the fleet has no such service. */
  service(id: ServiceId): Omit<ServiceDetail, 'scoreRules' | 'scoreRulesOwn'> | null
  /** The services whose names are like this. */
  like(id: string): ServiceId[]
  identity(): IdentityReport
  /** What the map shows of it, by place. */
  marks(): PlaceMark[]
  /** Null for one nobody told of. */
  findInstance(asked: { source: SourceId; service: ServiceId; instance: string }): FoundInstance | null
  findHost(asked: { region: RegionId; instance: string }): Instance | null
}

export function createServiceBook(input: {
  settings: IdentitySettings
  freshness?: FreshnessRule
  roster: () => Roster | null
  /** UTC ms, on the clock of what is observed. */
  worldNow: () => number
}): ServiceBook {
  const { roster, worldNow } = input
  const held = createHeldFacts()
  const joined = createJoiner({ held, settings: input.settings, roster })
  const deploys = new Map<string, number>()
  const places = createPlaceFacts({
    rule: input.freshness ?? DEFAULT_FRESHNESS_RULE,
    worldNow,
    deployedAt: (place) => deploys.get(nodeIdOf(place)) ?? NaN,
  })
  const at = () => Math.round(worldNow())

  function factsOf(service: ServiceId | null): ServiceFacts[] {
    const facts = joined()
    return placesOf(roster(), service).map((place) => ({
      region: place.region,
      service: place.service,
      ...countFacts(places.at(facts, place)),
    }))
  }

  return {
    accept: held.accept,
    acceptDeploy(deploy) {
      const key = nodeIdOf(deploy)
      if (!(deploy.at <= (deploys.get(key) ?? -Infinity))) deploys.set(key, deploy.at)
    },
    services: () => ({ at: at(), facts: factsOf(null), ...describeServices(joined()) }),
    service(id) {
      const facts = joined()
      return facts.known.has(id) ? { at: at(), facts: factsOf(id), ...describeService(facts, id) } : null
    },
    like: (id) => likeNames(id, joined().known),
    identity: () => ({ at: at(), ...describeIdentity(joined()) }),
    marks() {
      const facts = joined()
      return marksOf({
        places: placesOf(roster(), null),
        factsAt: (place) => places.at(facts, place),
        ownerOf: (service) => ownerOf(facts, service),
      })
    },
    findInstance: (asked) => findInstance(joined(), asked),
    findHost: (asked) => findHost(joined(), asked),
  }
}
