import { readInstance, type WireInstance } from './wire-instance.ts'

/** An instance as the wire has it; what a test does not care for is as a healthy one's. */
export function wireInstance(change: Record<string, unknown> = {}): Record<string, unknown> {
  const at = 1_795_400_000_000
  return {
    instanceId: 'i-1',
    hostName: 'ip-10-0-0-5.ec2.internal',
    app: 'LICENSE',
    ipAddr: '10.0.0.5',
    status: 'UP',
    overriddenStatus: 'UNKNOWN',
    port: { $: 7001, '@enabled': 'true' },
    securePort: { $: 7002, '@enabled': 'false' },
    countryId: 1,
    dataCenterInfo: {
      '@class': 'com.netflix.appinfo.AmazonInfo',
      name: 'Amazon',
      metadata: { 'instance-id': 'i-1', 'availability-zone': 'us-east-1c' },
    },
    leaseInfo: {
      renewalIntervalInSecs: 30,
      durationInSecs: 90,
      registrationTimestamp: at - 3_600_000,
      lastRenewalTimestamp: at + 80_000,
      evictionTimestamp: 0,
      serviceUpTimestamp: at - 3_500_000,
    },
    metadata: { '@class': 'java.util.Collections$EmptyMap' },
    vipAddress: 'license',
    isCoordinatingDiscoveryServer: 'false',
    lastUpdatedTimestamp: String(at - 3_500_000),
    lastDirtyTimestamp: String(at - 3_600_000),
    actionType: 'ADDED',
    asgName: 'license-main-v042',
    ...change,
  }
}

export function instanceOf(change: Record<string, unknown> = {}): WireInstance {
  const instance = readInstance(wireInstance(change))
  if (instance === null) throw new Error('expected an instance')
  return instance
}

export function leaseOf(times: { registered: number; renewed: number; durationSecs?: number }) {
  return {
    renewalIntervalInSecs: 30,
    durationInSecs: times.durationSecs ?? 90,
    registrationTimestamp: times.registered,
    lastRenewalTimestamp: times.renewed,
    evictionTimestamp: 0,
    serviceUpTimestamp: times.registered,
  }
}
