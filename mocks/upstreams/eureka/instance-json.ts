import { hostAddressOf, hostNameOf } from '../world-hosts.ts'
import type { World } from '#mocks/world/world.ts'
import type { EurekaQuirks } from './eureka-quirks.ts'
import { lastBeatOf, LEASE_MS, statusOfSeat, type RegistryChange } from './world-registry.ts'

/** An instance as Netflix's code writes it, with all its oddities. */

const PORT = 7001

export function instanceJson(
  world: World,
  { seat, action }: Pick<RegistryChange, 'seat' | 'action'>,
  quirks: Pick<EurekaQuirks, 'overriddenKey' | 'emptyMetadata'>,
): Record<string, unknown> {
  const lastBeat = lastBeatOf(seat, world.now)
  const host = { node: seat.node, slot: seat.slot }
  return {
    instanceId: seat.id,
    hostName: hostNameOf(world, host),
    app: seat.app,
    ipAddr: hostAddressOf(world, host),
    status: statusOfSeat(seat),
    [quirks.overriddenKey]: seat.override ?? 'UNKNOWN',
    port: { $: PORT, '@enabled': 'true' },
    securePort: { $: 7002, '@enabled': 'false' },
    countryId: 1,
    dataCenterInfo: {
      '@class': 'com.netflix.appinfo.AmazonInfo',
      name: 'Amazon',
      metadata: { 'instance-id': seat.id, 'availability-zone': seat.zone, 'instance-type': 'm5.xlarge' },
    },
    leaseInfo: {
      renewalIntervalInSecs: 30,
      durationInSecs: LEASE_MS / 1_000,
      registrationTimestamp: seat.registeredAt,
      // A renewal is written with the lease's duration added, a registration as it is.
      lastRenewalTimestamp: lastBeat > seat.registeredAt ? lastBeat + LEASE_MS : seat.registeredAt,
      evictionTimestamp: 0,
      serviceUpTimestamp: Number.isNaN(seat.upSince) ? 0 : seat.upSince,
    },
    metadata: quirks.emptyMetadata ? { '@class': 'java.util.Collections$EmptyMap' } : { version: seat.version },
    vipAddress: seat.service,
    isCoordinatingDiscoveryServer: 'false',
    lastUpdatedTimestamp: String(seat.updatedAt),
    lastDirtyTimestamp: String(seat.registeredAt),
    actionType: action,
    asgName: `${seat.service}-main-${seat.version}`,
  }
}
