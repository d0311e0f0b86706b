import { instancesInZone } from '#mocks/world/zone-placement.ts'

/** What an instance of the world is called: instances stand in their service's zones, one after the other. */
export function instanceIdOf({ service, zones }: { service: string; zones: readonly string[] }, slot: number): string {
  const place = zones.length === 0 ? 0 : slot % zones.length
  return `${service}-${zones[place] ?? ''}-${instancesInZone(slot + 1, place, Math.max(1, zones.length)) - 1}`
}
