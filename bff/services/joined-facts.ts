import type { Roster } from '#contract/roster.ts'
import type { ServiceId } from '#contract/ids.ts'
import type { ForeignAlert } from '#contract/services/foreign-alert.ts'
import type { Ownership } from '#contract/services/ownership.ts'
import type { HeldFacts, HeldList } from './held-facts.ts'
import { createIdentity, type Identity } from './identity/create-identity.ts'
import type { IdentitySettings } from './identity/settings.ts'
import {
  joinAlerts,
  joinBreakers,
  joinInstances,
  joinOwners,
  type JoinedBreakers,
  type JoinedInstances,
  type JoinedList,
} from './join-facts.ts'

export interface JoinedFacts {
  identity: Identity
  /** Services the fleet is known to have. */
  known: ReadonlySet<ServiceId>
  breakers: readonly JoinedBreakers[]
  instances: readonly JoinedInstances[]
  alerts: readonly JoinedList<ForeignAlert>[]
  owners: readonly JoinedList<Ownership>[]
}

/**
 * Joins each list once for as long as it and the roster stand: breakers come every second, a registry of twenty
 * thousand instances every thirty.
 */
export function createJoiner(input: {
  held: HeldFacts
  settings: IdentitySettings
  roster: () => Roster | null
}): () => JoinedFacts {
  const { held, settings, roster } = input
  let basis = basisOf(settings, null)
  let standing: { version: number; basis: Basis; joined: JoinedFacts } | null = null
  const breakers = createCache(joinBreakers)
  const instances = createCache(joinInstances)
  const alerts = createCache(joinAlerts)
  const owners = createCache(joinOwners)

  return () => {
    const now = roster()
    if (now !== basis.roster) basis = nextBasis(basis, settings, now)
    const version = held.version()
    if (standing?.version === version && standing.basis === basis) return standing.joined
    const joined = {
      identity: basis.identity,
      known: basis.known,
      breakers: breakers(held.breakers(), basis),
      instances: instances(held.instances(), basis),
      alerts: alerts(held.alerts(), basis),
      owners: owners(held.owners(), basis),
    }
    standing = { version, basis, joined }
    return joined
  }
}

/** Whom names can mean: as long as the set of services stands, so does every answer. */
interface Basis {
  roster: Roster | null
  known: ReadonlySet<ServiceId>
  identity: Identity
}

function basisOf(settings: IdentitySettings, roster: Roster | null): Basis {
  const known = new Set((roster?.nodes ?? []).filter((node) => node.kind !== 'internet').map(({ service }) => service))
  return { roster, known, identity: createIdentity({ settings, isKnown: (service) => known.has(service) }) }
}

/** A roster that names the same services changes nothing here. */
function nextBasis(basis: Basis, settings: IdentitySettings, roster: Roster | null): Basis {
  const next = basisOf(settings, roster)
  const isSame = next.known.size === basis.known.size && [...next.known].every((service) => basis.known.has(service))
  if (!isSame) return next
  basis.roster = roster
  return basis
}

function createCache<Reading, Joined>(
  join: (input: { held: HeldList<Reading>; identity: Identity }) => Joined,
): (lists: readonly HeldList<Reading>[], basis: Basis) => Joined[] {
  let cached = new Map<HeldList<Reading>, Joined>()
  let of: Basis | null = null
  return (lists, basis) => {
    const earlier = of === basis ? cached : new Map<HeldList<Reading>, Joined>()
    cached = new Map(
      lists.map((held) => [held, earlier.get(held) ?? join({ held, identity: basis.identity })] as const),
    )
    of = basis
    return [...cached.values()]
  }
}
