import type { Breaker } from '#contract/services/breaker.ts'
import type { ForeignAlert } from '#contract/services/foreign-alert.ts'
import type { IdentityReport } from '#contract/services/identity.ts'
import type { Instance, InstanceStatus } from '#contract/services/instance.ts'
import { DEFAULT_SCORE_RULES } from '#contract/services/score.ts'
import type { FactFeed, ServiceDetail, ServiceFacts, ServicesAnswer } from '#contract/services/service.ts'

/**
 * What the fleet's systems tell of `license`, which is sick in us-east-1: a breaker of its callers is open, an instance
 * is down, two alerts fire. Everything else is well.
 */
export const SICK_SERVICE = 'license'
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'] as const

export function feedsAt(at: number): FactFeed[] {
  return [
    { source: 'registry', tells: 'instances', kind: 'eureka', periodMs: 30_000, observedAt: at - 22_000, link: null },
    { source: 'hystrix', tells: 'breakers', kind: 'hystrix', periodMs: 1_000, observedAt: at - 1_000, link: null },
    {
      source: 'alerts',
      tells: 'alerts',
      kind: 'alertmanager',
      periodMs: 15_000,
      observedAt: at - 4_000,
      link: 'https://alerts.example',
    },
    {
      source: 'catalogue',
      tells: 'ownership',
      kind: 'catalogue',
      periodMs: 60_000,
      observedAt: at - 9_000,
      link: null,
    },
  ]
}

function factsOf(service: string, region: string, at: number): ServiceFacts {
  const isSick = service === SICK_SERVICE && region === 'us-east-1'
  return {
    region,
    service,
    instancesUp: isSick ? 3 : 4,
    instancesTotal: 4,
    instancesSuspect: 0,
    breakersOpen: isSick ? 1 : 0,
    breakersTotal: 2,
    alertsCritical: isSick ? 1 : 0,
    alertsWarning: isSick ? 1 : 0,
    deployedAt: isSick ? at - 120_000 : at - 7_200_000,
    versions: isSick ? ['v411', 'v412'] : ['v411'],
    observedAt: at - 22_000,
  }
}

export function servicesAt(at: number, services: readonly string[]): ServicesAnswer {
  return {
    at,
    feeds: feedsAt(at),
    facts: services.flatMap((service) => REGIONS.map((region) => factsOf(service, region, at))),
    owners: services.map((service) => ({
      service,
      team: service === SICK_SERVICE ? 'content security' : 'platform',
      onCall: '#on-call',
      tier: 1,
      domain: null,
      title: null,
    })),
    alertsWithoutService: 1,
    scoreRules: { usual: DEFAULT_SCORE_RULES, own: [] },
  }
}

export function breakerOf(changes: Partial<Breaker> = {}): Breaker {
  return {
    source: 'hystrix',
    region: 'us-east-1',
    service: SICK_SERVICE,
    command: 'GetLicense',
    group: 'license',
    target: 'license-db',
    state: 'closed',
    openInstances: 0,
    instances: 4,
    requestsPerSecond: 450,
    errorShare: 0.001,
    failuresPerSecond: 0.4,
    timeoutsPerSecond: 0,
    shortCircuitedPerSecond: 0,
    rejectionsPerSecond: 0,
    fallbacksPerSecond: 0.4,
    concurrency: 4,
    concurrencyLimit: 20,
    p50LatencyMs: 14,
    p90LatencyMs: 25,
    p99LatencyMs: 39,
    worstInstance: 'i-0a1',
    reason: null,
    observedAt: null,
    ...changes,
  }
}

function instanceOf(id: string, status: InstanceStatus, at: number): Instance {
  return {
    source: 'registry',
    id,
    region: 'us-east-1',
    zone: id.endsWith('4') ? 'us-east-1b' : 'us-east-1a',
    service: SICK_SERVICE,
    status,
    override: null,
    version: status === 'down' ? 'v412' : 'v411',
    group: null,
    host: null,
    address: '10.0.0.4',
    port: 7001,
    upSince: at - 7_200_000,
    renewedAt: at - 9_000,
    suspect: false,
    actionable: true,
    observedAt: at - 22_000,
  }
}

function alertOf(name: string, severity: ForeignAlert['severity'], at: number): ForeignAlert {
  return {
    source: 'alerts',
    key: name,
    name,
    severity,
    state: 'firing',
    region: 'us-east-1',
    service: SICK_SERVICE,
    summary: `${name} in us-east-1`,
    labels: { alertname: name, region: 'us-east-1' },
    startedAt: at - 60_000,
    endedAt: null,
    silencedBy: [],
    inhibitedBy: [],
    group: null,
    receivers: [],
    link: 'https://alerts.example/1',
    runbook: 'https://runbooks.example/license',
    observedAt: at - 4_000,
  }
}

export function sickService(at: number): ServiceDetail {
  return {
    at,
    service: SICK_SERVICE,
    feeds: feedsAt(at),
    facts: REGIONS.map((region) => factsOf(SICK_SERVICE, region, at)),
    breakers: [
      breakerOf({ command: 'RenewLicense' }),
      breakerOf({ state: 'open', errorShare: 0.62, openInstances: 3, reason: '62 % of 500 calls failed in 10 s' }),
    ],
    breakersBefore: [],
    instances: [
      instanceOf('i-0a4', 'down', at),
      instanceOf('i-0a1', 'up', at),
      instanceOf('i-0a2', 'up', at),
      instanceOf('i-0a3', 'up', at),
    ],
    counts: [
      { region: 'us-east-1', zone: 'us-east-1a', version: 'v411', up: 3, total: 3 },
      { region: 'us-east-1', zone: 'us-east-1b', version: 'v412', up: 0, total: 1 },
    ],
    alerts: [alertOf('HighErrorShare', 'critical', at), alertOf('SlowAnswers', 'warning', at)],
    ownership: {
      service: SICK_SERVICE,
      title: null,
      description: 'Keys of films',
      team: 'content security',
      onCall: '#on-call',
      tier: 1,
      domain: 'playback',
      lifecycle: null,
      links: [{ kind: 'runbook', title: 'When licences fail', url: 'https://runbooks.example/license' }],
      writtenIn: 'catalog/playback.yaml:12',
    },
    names: [{ source: 'registry', tells: 'instances', name: 'LICENSE-PROD', by: 'rule' }],
    scoreRules: DEFAULT_SCORE_RULES,
    scoreRulesOwn: false,
  }
}

export function identityAt(at: number): IdentityReport {
  const entry = { source: 'registry', tells: 'instances', regions: ['us-east-1'], facts: 4 } as const
  return {
    at,
    joined: [
      {
        ...entry,
        regions: [...entry.regions],
        name: 'LICENSE-PROD',
        service: 'license',
        by: 'rule',
        line: 'identity.rules[0]',
        like: [],
      },
    ],
    unmatched: [
      {
        ...entry,
        regions: [...entry.regions],
        name: 'LICENCE-BATCH',
        service: null,
        by: null,
        line: null,
        like: ['license'],
      },
    ],
    idle: ['identity.names[0]'],
  }
}
