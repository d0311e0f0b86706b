/** So many of a source's periods, but never sooner than that. */
interface FreshnessStep {
  periods: number
  floor: string
}

function stepText({ periods, floor }: FreshnessStep): string {
  return `${periods} periods of its source (${floor} at least)`
}

/** The words of the sources screen. */

export const sources = {
  title: 'Sources',
  lead: 'Every system Spillway reads from: whether it answers, and how old its newest samples are.',
  loading: 'Asking the server what it reads from …',
  failed: 'The sources could not be read',
  retry: 'Try again',
  asOf: (age: string) => `The stream is away: as the server told it ${age} ago.`,
  summary: (connected: number, all: number) =>
    all === connected
      ? `${all === 1 ? 'The one source answers' : `All ${all} sources answer`}`
      : `${connected} of ${all} sources answering`,
  empty: {
    title: 'Nothing is read yet',
    body: 'No source is configured, so there is no traffic to show. Write a spillway.yaml beside the console, with a Prometheus of yours, and start Spillway again:',
    after: 'npm run doctor then says what each source answers, how fresh it is, and what is missing.',
  },
  state: {
    connecting: 'Connecting',
    connected: 'Connected',
    retrying: 'Retrying',
    'open-circuit': 'Circuit open',
  },
  detail: {
    connecting: (age: string) => `for ${age}`,
    connected: (age: string) => `for ${age}`,
    retryingIn: (seconds: number) => `in ${seconds} s`,
    retryingNow: 'an attempt is under way',
    openUntil: (seconds: number) => `it failed too often; asked again in ${seconds} s`,
    openNow: 'it failed too often; an attempt is under way',
  },
  since: (time: string) => `since ${time} UTC`,
  facts: {
    kind: 'System',
    address: 'Address',
    asked: 'What it is asked',
    tells: 'What it tells of',
    lastAnswer: 'Last answer',
    lastAnswerAgo: (age: string) => `${age} ago`,
    never: 'none yet',
    poll: 'Last poll took',
  },
  kinds: {
    prometheus: 'Prometheus',
    vizceral: 'Vizceral',
    eureka: 'Eureka',
    hystrix: 'Hystrix',
    turbine: 'Turbine',
    atlas: 'Atlas',
    alertmanager: 'Alertmanager',
    pcp: 'Performance Co-Pilot',
    catalogue: 'Catalogue file',
  },
  tells: {
    traffic: 'traffic',
    breakers: 'circuit breakers',
    instances: 'instances',
    alerts: 'alerts',
    hosts: 'hosts',
    ownership: 'ownership',
  },
  preset: (name: string) => `preset ${name}`,
  /** Of a Prometheus by its preset; of every other system by what it is. */
  askedBy: {
    istio:
      'Requests/s, failures and latency of every connection, as destinations and callers of the Istio mesh count them; the time of the newest samples; zones and business figures where configured.',
    'otel-servicegraph':
      'Requests/s, failures and latency of every connection, as a collector counts them out of traces (sampled ones count as they are); what sends no traces, by who calls it.',
    envoy:
      'Requests/s, failures and latency of every cluster that proxies send to; limits that are reached, hosts that are ejected or not healthy.',
    custom:
      'The PromQL of the configuration file: requests/s, failures and what else it names, and the time of the newest samples.',
  },
  askedOf: {
    vizceral: 'The whole graph, as it is written for Vizceral.',
    eureka:
      'All instances it has registered: where they stand, their status, their version, and when each gave its last sign of life.',
    hystrix:
      'One stream of each instance: its circuit breakers, whether they are open, how much they let through, and how long it takes.',
    turbine: 'One stream of each cluster, with what Turbine adds up wrongly put right or left out.',
    atlas: 'Requests/s, failures and latency of every connection, by expressions of its stack language.',
    alertmanager: 'Its alerts, what silences and inhibits them, and the silences themselves.',
    pcp: 'Every half minute whether it answers; the host of an instance each second or two, and only while somebody looks at it.',
    catalogue: 'Files on this machine’s disk: whose each service is, who is called at night, and where to look.',
  },
  feeds: {
    caption: (source: string) => `What ${source} last told of each region`,
    region: 'Region',
    freshness: 'Freshness',
    newest: 'Newest sample',
    age: 'Age',
    period: 'Period',
    none: 'It has not told of any region yet.',
    never: 'never seen',
  },
  problems: {
    title: 'Last problems',
    none: 'No problem since the server started.',
    when: (time: string) => `${time} UTC`,
    more: (count: number) => `${count} older`,
    fewer: 'Fewer',
  },
  tryNow: 'Try now',
  trying: 'Asking …',
  tried: 'Asked. What comes back shows here.',
  rule: (rule: { late: FreshnessStep; stale: FreshnessStep; unknown: FreshnessStep }) =>
    `A sample is late beyond ${stepText(rule.late)}, stale beyond ${stepText(rule.stale)}, unknown beyond ${stepText(rule.unknown)}. Ages are counted here, in the browser.`,
} as const

/** What a first configuration needs; at most ten lines. */
export const EXAMPLE_CONFIGURATION = `version: 1
regions:
  - { id: us-east-1, name: N. Virginia, aliases: [prod-use1] }
  - { id: eu-west-1, name: Ireland }
sources:
  - id: prometheus
    kind: prometheus
    preset: istio
    url: http://prometheus.monitoring:9090
    entry: [edge-proxy]`
