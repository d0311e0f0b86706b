import type { WorldDeploy } from '#mocks/world/happenings.ts'
import type { World } from '#mocks/world/world.ts'
import { hashOf } from './hash-of.ts'

/** Which version an instance runs now, and since when; NaN where it always has. A deploy reaches the instances of its region one after the other. */
export type VersionAt = (instance: { node: number; id: string }) => { version: string; since: number }

const ROLLOUT_MS = 90_000
const STEPS = 97
const NEVER = { version: '', since: NaN }

export function versionsOf(world: World, deploys: () => readonly WorldDeploy[]): () => VersionAt {
  const { nodes, regions } = world.catalog
  const known = nodes.map(({ region, service }) => ({
    first: { version: `v${10 + (hashOf(service) % 400)}`, since: NaN },
    place: `${regions[region]?.id}/${service}`,
  }))
  return () => {
    const out = Map.groupBy(deploys(), ({ region, service }) => `${region}/${service}`)
    return ({ node, id }) => {
      const { first = NEVER, place = '' } = known[node] ?? {}
      const told = out.get(place)
      if (told === undefined) return first
      const reachedAfterMs = (ROLLOUT_MS * (hashOf(id) % STEPS)) / STEPS
      const newest = told.findLast(({ at }) => world.now >= at + reachedAfterMs)
      return newest === undefined ? first : { version: newest.version, since: newest.at + reachedAfterMs }
    }
  }
}
