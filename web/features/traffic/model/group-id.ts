/** By what services can be drawn together. */
export const GROUPINGS = ['domain', 'team', 'tier', 'kind', 'zone'] as const
export type Grouping = (typeof GROUPINGS)[number]

export interface GroupKey {
  region: string
  by: Grouping
  /** As it stands in the address: `playback`. */
  group: string
}

/** `us-east-1/domain:playback`. */
export function groupIdOf(region: string, by: Grouping, group: string): string {
  return `${region}/${by}:${group}`
}

/** Null for every other id. */
export function groupOfId(id: string): GroupKey | null {
  const [region, rest] = id.split('/')
  const colon = rest?.indexOf(':') ?? -1
  const by = GROUPINGS.find((grouping) => grouping === rest?.slice(0, colon))
  if (region === undefined || rest === undefined || colon < 0 || by === undefined) return null
  return { region, by, group: rest.slice(colon + 1) }
}
