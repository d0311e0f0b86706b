/** How big a made-up fleet is. Both count per region: each region runs every service, and draws every connection. */
export interface FleetSize {
  services: number
  /** Calls from one service to another; entries from outside and what joins regions come on top. */
  connections: number
}

export const MOST_SERVICES = 5_000
export const MOST_CONNECTIONS = 20_000
const CONNECTIONS_A_SERVICE = 4

/** What is left open is chosen: about four connections a service. Throws a RangeError that says what was expected. */
export function fleetSizeOf({ services, connections }: Readonly<Partial<FleetSize>>): FleetSize {
  const size = {
    services: services ?? servicesFor(connections ?? 0),
    connections: connections ?? 0,
  }
  within('--services', size.services, 1, MOST_SERVICES, '')
  const least = size.services - 1
  const most = Math.min(MOST_CONNECTIONS, pairsOf(size.services))
  if (connections === undefined) size.connections = Math.min(most, size.services * CONNECTIONS_A_SERVICE)
  const why = ` with ${grouped(size.services)} ${size.services === 1 ? 'service' : 'services'} (each is called by another, and each pair is joined at most once)`
  within('--connections', size.connections, least, most, why)
  return size
}

/** Calls never run in a circle, so each pair of services is joined in one direction. */
function pairsOf(services: number): number {
  return (services * (services - 1)) / 2
}

function servicesFor(connections: number): number {
  let services = Math.max(1, Math.min(MOST_SERVICES, Math.ceil(connections / CONNECTIONS_A_SERVICE)))
  while (services < MOST_SERVICES && pairsOf(services) < connections) services += 1
  return services
}

function within(option: string, value: number, least: number, most: number, why: string): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return
  throw new RangeError(
    `${option} ${value}: expected a whole number from ${grouped(least)} to ${grouped(most)}${why}; it counts per region`,
  )
}

function grouped(value: number): string {
  return value.toLocaleString('en-US')
}
