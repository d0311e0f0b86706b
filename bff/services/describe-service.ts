import type { ServiceId } from '#contract/ids.ts'
import type { IdentityReport } from '#contract/services/identity.ts'
import type { Ownership } from '#contract/services/ownership.ts'
import type { ServiceDetail, ServicesAnswer } from '#contract/services/service.ts'
import { countInstances } from './count-facts.ts'
import { feedsOf } from './feeds-of.ts'
import { likeNames } from './identity/like-names.ts'
import type { JoinedFacts } from './joined-facts.ts'
import type { NamedFacts } from './name-book.ts'
import { rowsOf } from './place-facts.ts'
import { sortedAlerts, sortedInstances } from './sort-facts.ts'

/** Enough to see what is wrong; `counts` has all. */
const MOST_INSTANCES = 2_000

type Described = Omit<ServiceDetail, 'at' | 'facts' | 'scoreRules' | 'scoreRulesOwn'>

/** What stands beside every service's own facts. */
export function describeServices(joined: JoinedFacts): Omit<ServicesAnswer, 'at' | 'facts' | 'scoreRules'> {
  const owners = [...joined.known].map((service) => ownerOf(joined, service)).filter((owner) => owner !== null)
  const withoutService = joined.alerts.flatMap(({ without }) => without)
  return {
    feeds: feedsOf(joined),
    owners: owners.map(({ service, team, onCall, tier, domain, title }) => ({
      service,
      team,
      onCall,
      tier,
      domain,
      title,
    })),
    alertsWithoutService: withoutService.filter(({ state }) => state === 'firing').length,
  }
}

/** All that is known of one service, in every region. */
export function describeService(joined: JoinedFacts, service: ServiceId): Described {
  const instances = rowsOf(joined.instances, service)
  return {
    service,
    feeds: feedsOf(joined),
    breakers: rowsOf(joined.breakers, service),
    breakersBefore: joined.breakers.flatMap(({ before }) => before.get(service) ?? []),
    instances: sortedInstances(instances).slice(0, MOST_INSTANCES),
    counts: countInstances(instances),
    alerts: sortedAlerts(rowsOf(joined.alerts, service)),
    ownership: ownerOf(joined, service),
    names: namesOf(joined).flatMap((entry) =>
      entry.service === service && entry.by !== null
        ? [{ source: entry.source, tells: entry.tells, name: entry.name, by: entry.by }]
        : [],
    ),
  }
}

/** Every name that any source told: whom it joined, and what it is like where it joined nobody. */
export function describeIdentity(joined: JoinedFacts): Omit<IdentityReport, 'at'> {
  const names = namesOf(joined)
  return {
    joined: names.filter(({ service }) => service !== null).map((entry) => ({ ...entry, like: [] })),
    unmatched: names
      .filter(({ service }) => service === null)
      .map((entry) => ({ ...entry, like: likeNames(entry.name, joined.known) })),
    idle: joined.identity.idle(),
  }
}

/** Of several catalogues the first in the configuration's order speaks. */
export function ownerOf(joined: JoinedFacts, service: ServiceId): Ownership | null {
  return rowsOf(joined.owners, service)[0] ?? null
}

function namesOf({ breakers, instances, alerts, owners }: JoinedFacts): NamedFacts[] {
  return [...owners, ...instances, ...breakers, ...alerts].flatMap(({ names }) => names)
}
