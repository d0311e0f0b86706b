import type { FactKind } from '#contract/services/identity.ts'
import type { FactFeed } from '#contract/services/service.ts'
import type { JoinedList } from './join-facts.ts'
import type { JoinedFacts } from './joined-facts.ts'
import { instant } from './rows-of-readings.ts'

/** How fresh what each source tells is: stated beside the facts, so that none is believed without its age. */
export function feedsOf({ breakers, instances, alerts, owners }: JoinedFacts): FactFeed[] {
  return [
    ...feeds('instances', instances),
    ...feeds('breakers', breakers),
    ...feeds('alerts', alerts),
    ...feeds('ownership', owners),
  ]
}

function feeds(tells: FactKind, lists: readonly JoinedList<unknown>[]): FactFeed[] {
  return lists.map(({ teller, observedAt }) => ({
    source: teller.id,
    tells,
    kind: teller.kind,
    periodMs: teller.periodMs,
    observedAt: instant(observedAt),
    link: teller.link,
  }))
}
