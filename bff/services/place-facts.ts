import { freshnessOf, type FreshnessRule } from '#contract/freshness.ts'
import type { RegionId, ServiceId } from '#contract/ids.ts'
import type { Roster } from '#contract/roster.ts'
import type { FactsOfPlace } from './count-facts.ts'
import type { JoinedList } from './join-facts.ts'
import type { JoinedFacts } from './joined-facts.ts'

export interface Place {
  region: RegionId
  service: ServiceId
}

/** Everything that stands in a region of the fleet. */
export function placesOf(roster: Roster | null, service: ServiceId | null): Place[] {
  if (roster === null) return []
  const regions = new Set(roster.regions.map(({ id }) => id))
  return roster.nodes.filter(
    (node) => node.gone !== true && regions.has(node.region) && (service === null || node.service === service),
  )
}

/** What is believed of one place. */
export interface PlaceFacts {
  at(joined: JoinedFacts, place: Place): FactsOfPlace
}

/**
 * Lists too old to be believed tell nothing any more. A service a registry has never listed there is not told of; one
 * it listed once and lists no more has no instance left, which is the worst there is to say of it.
 */
export function createPlaceFacts(input: {
  rule: FreshnessRule
  worldNow: () => number
  deployedAt: (place: Place) => number
}): PlaceFacts {
  const { rule, worldNow, deployedAt } = input
  const onceListed = new Set<string>()

  function believed<List extends JoinedList<unknown>>(lists: readonly List[]): List[] {
    const now = worldNow()
    return lists.filter(
      ({ teller, observedAt }) => freshnessOf({ observedAt, periodMs: teller.periodMs, now, rule }) !== 'unknown',
    )
  }

  function listed<Row extends { region: RegionId | null }>(
    kind: 'breakers' | 'instances',
    lists: readonly JoinedList<Row>[],
    place: Place,
  ): Row[] | null {
    const rows = rowsAt(lists, place)
    const key = `${kind}\n${place.region}\n${place.service}`
    if (rows !== null && rows.length > 0) onceListed.add(key)
    return rows === null || onceListed.has(key) ? rows : null
  }

  return {
    at: (joined, place) => ({
      breakers: listed('breakers', believed(joined.breakers), place),
      instances: listed('instances', believed(joined.instances), place),
      alerts: rowsAt(believed(joined.alerts), place),
      deployedAt: deployedAt(place),
    }),
  }
}

/** Null where nobody tells. What names no region is said of each. */
function rowsAt<Row extends { region: RegionId | null }>(
  lists: readonly JoinedList<Row>[],
  { region, service }: Place,
): Row[] | null {
  if (lists.length === 0) return null
  return rowsOf(lists, service).filter((row) => row.region === region || row.region === null)
}

export function rowsOf<Row>(lists: readonly JoinedList<Row>[], service: ServiceId): Row[] {
  return lists.flatMap(({ byService }) => byService.get(service) ?? [])
}
