import type { PowerdnsRig } from '#bff/controls/powerdns/powerdns-rig-fixture.ts'

/** How users find a door by a name: through a shared resolver, keeping what they were told for as long as they may. */
export interface NameLookups {
  /** Where this user goes now. */
  doorOf(user: number): Promise<string>
  /** From now on this user keeps what it has, whatever its time to live. */
  hold(user: number): void
  release(user: number): void
  failed(): number
}

const ASK_AGAIN_MS = 1_000

export function lookUpNames(input: {
  rig: PowerdnsRig
  name: string
  /** By address. */
  doors: Readonly<Record<string, string>>
}): NameLookups {
  const { rig, name, doors } = input
  const known = new Map<number, { door: string; until: number }>()
  const held = new Set<number>()
  let failed = 0
  return {
    async doorOf(user) {
      const kept = known.get(user)
      if (kept !== undefined && (held.has(user) || Date.now() < kept.until)) return kept.door
      const [answer] = await rig.resolve(name).catch(() => [])
      const door = answer === undefined ? undefined : doors[answer.address]
      if (answer === undefined || door === undefined) {
        failed += 1
        if (kept === undefined) throw new Error(`${name} has no answer`)
        // As a browser does: rather the door it knew than none.
        known.set(user, { ...kept, until: Date.now() + ASK_AGAIN_MS })
        return kept.door
      }
      known.set(user, { door, until: Date.now() + answer.ttl * 1_000 })
      return door
    },
    hold: (user) => void held.add(user),
    release: (user) => void held.delete(user),
    failed: () => failed,
  }
}
