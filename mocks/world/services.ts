import type { NodeKind } from '#contract/roster.ts'

/** One service as it is built and owned; every region runs the same set. */
export interface ServiceSpec {
  service: string
  kind: NodeKind
  owner: string
  domain: string
  /** How it is called when it is a service; stores and queues have their own protocols. */
  protocol: 'http' | 'grpc' | 'database' | 'messaging'
  /** Median time of its own work on one request without queueing or callees, ms. */
  serviceMs: number
  /** Requests per second one instance can carry. */
  capacityPerInstance: number
  /** From the order of an instance to its first request, ms. */
  startupMs: number
  /** Stores, queues and what belongs to others keep a fixed size. */
  scaling: 'auto' | 'fixed'
}

/** name, own median ms, requests/s per instance, start-up s */
type Row = readonly [service: string, serviceMs: number, capacityPerInstance: number, startupSeconds: number]

interface Group {
  domain: string
  owner: string
  protocol: ServiceSpec['protocol']
  rows: readonly Row[]
}

const SERVICES: readonly Group[] = [
  {
    domain: 'edge',
    owner: 'edge-gateway',
    protocol: 'http',
    rows: [
      ['edge-proxy', 1.5, 2200, 120],
      ['push-gateway', 2, 1500, 150],
      ['rate-limiter', 0.6, 6000, 90],
      ['bot-guard', 1.2, 3000, 120],
      ['geo', 0.8, 5000, 90],
    ],
  },
  {
    domain: 'edge',
    owner: 'api-platform',
    protocol: 'http',
    rows: [
      ['api', 9, 650, 210],
      ['device-gateway', 5, 900, 180],
      ['website', 14, 320, 150],
      ['partner-api', 8, 400, 150],
    ],
  },
  {
    domain: 'playback',
    owner: 'playback',
    protocol: 'grpc',
    rows: [
      ['playback-api', 6, 700, 180],
      ['playback-session', 3, 1100, 150],
      ['manifest', 8, 520, 180],
      ['bookmarks', 2.5, 1600, 120],
      ['stream-limits', 2, 1800, 120],
      ['cdn-steering', 3, 1300, 150],
      ['downloads', 6, 420, 150],
      ['trick-play', 3, 900, 120],
    ],
  },
  {
    domain: 'playback',
    owner: 'content-security',
    protocol: 'grpc',
    rows: [
      ['playback-license', 5, 600, 180],
      ['key-vault', 3, 1200, 150],
      ['device-attestation', 4, 700, 150],
    ],
  },
  {
    domain: 'identity',
    owner: 'identity',
    protocol: 'grpc',
    rows: [
      ['identity', 2.5, 2000, 150],
      ['login', 12, 260, 150],
      ['token-service', 1, 5200, 120],
      ['profile', 2.5, 1900, 150],
      ['account', 4, 900, 150],
      ['device-registry', 2.5, 1500, 150],
      ['parental-controls', 1.5, 2200, 120],
    ],
  },
  {
    domain: 'catalogue',
    owner: 'catalogue',
    protocol: 'grpc',
    rows: [
      ['catalogue', 3, 2100, 210],
      ['title-metadata', 2, 3200, 240],
      ['title-rights', 1.8, 3000, 180],
      ['artwork', 3, 1500, 150],
      ['localization', 1.2, 3800, 150],
      ['subtitles', 2.5, 1200, 150],
      ['trailers', 3, 800, 150],
    ],
  },
  {
    domain: 'personalisation',
    owner: 'personalisation',
    protocol: 'grpc',
    rows: [
      ['home-page', 18, 240, 240],
      ['recommendations', 14, 300, 240],
      ['ranking', 11, 380, 240],
      ['similar-titles', 6, 700, 210],
      ['continue-watching', 4, 1000, 150],
      ['my-list', 2.5, 1400, 120],
      ['ratings', 2.5, 1300, 120],
      ['viewing-history', 3, 1300, 150],
      ['search', 12, 320, 210],
      ['feature-store', 2, 2600, 180],
    ],
  },
  {
    domain: 'experimentation',
    owner: 'experimentation',
    protocol: 'grpc',
    rows: [
      ['ab-allocation', 1.2, 4200, 150],
      ['feature-flags', 0.7, 6000, 120],
    ],
  },
  {
    domain: 'billing',
    owner: 'payments',
    protocol: 'http',
    rows: [
      ['billing', 9, 260, 180],
      ['payment-gateway', 14, 160, 180],
      ['plans', 2, 900, 120],
      ['invoices', 7, 220, 150],
      ['tax', 4, 320, 120],
      ['gift-cards', 5, 200, 120],
    ],
  },
  {
    domain: 'growth',
    owner: 'growth',
    protocol: 'http',
    rows: [
      ['signup', 16, 160, 180],
      ['notifications', 5, 520, 150],
      ['member-messaging', 6, 420, 150],
      ['help-desk', 10, 150, 150],
    ],
  },
  {
    domain: 'encoding',
    owner: 'encoding',
    protocol: 'http',
    rows: [
      ['studio-ingest', 22, 60, 240],
      ['encode-scheduler', 8, 120, 180],
      ['encoding', 60, 30, 300],
      ['packager', 30, 60, 240],
      ['quality-check', 40, 45, 240],
      ['cdn-publisher', 12, 110, 180],
      ['cdn-origin', 6, 800, 180],
    ],
  },
  {
    domain: 'platform',
    owner: 'platform',
    protocol: 'grpc',
    rows: [
      ['discovery', 1, 4000, 180],
      ['configuration', 1, 4000, 150],
      ['secrets', 2, 1200, 150],
      ['event-ingest', 2, 3600, 150],
      ['event-router', 2.5, 3000, 180],
      ['metrics-ingest', 1.5, 5000, 180],
      ['session-telemetry', 3, 2200, 150],
    ],
  },
]

const STORES: readonly Group[] = [
  {
    domain: 'data',
    owner: 'data-stores',
    protocol: 'database',
    rows: [
      ['cassandra-identity', 2.2, 5200, 600],
      ['cassandra-profile', 2.2, 5200, 600],
      ['cassandra-viewing', 2.8, 4600, 600],
      ['cassandra-catalogue', 2.4, 5200, 600],
      ['cassandra-billing', 3.2, 2600, 600],
      ['license-db', 2.4, 4200, 600],
      ['device-db', 2.4, 4200, 600],
      ['bookmarks-db', 2.2, 5000, 600],
      ['encode-db', 4, 900, 600],
      ['search-index', 9, 900, 600],
      ['object-store', 12, 2500, 600],
    ],
  },
  {
    domain: 'cache',
    owner: 'caching',
    protocol: 'database',
    rows: [
      ['evcache-session', 0.4, 42000, 300],
      ['evcache-profile', 0.4, 42000, 300],
      ['evcache-catalogue', 0.5, 42000, 300],
      ['evcache-home', 0.6, 36000, 300],
      ['evcache-viewing', 0.4, 42000, 300],
      ['evcache-license', 0.4, 42000, 300],
    ],
  },
]

const QUEUES: readonly Group[] = [
  {
    domain: 'streaming-data',
    owner: 'data-pipeline',
    protocol: 'messaging',
    rows: [
      ['event-stream', 2, 30000, 600],
      ['viewing-events', 2, 26000, 600],
      ['billing-queue', 4, 3000, 600],
      ['encode-queue', 5, 1500, 600],
      ['notification-queue', 4, 4000, 600],
    ],
  },
]

const EXTERNALS: readonly Group[] = [
  {
    domain: 'third-party',
    owner: 'payments',
    protocol: 'http',
    rows: [
      ['card-processor', 110, 400, 600],
      ['email-provider', 70, 900, 600],
    ],
  },
]

function expand(groups: readonly Group[], kind: NodeKind, scaling: ServiceSpec['scaling']): ServiceSpec[] {
  return groups.flatMap(({ domain, owner, protocol, rows }) =>
    rows.map(([service, serviceMs, capacityPerInstance, startupSeconds]) => ({
      service,
      kind,
      owner,
      domain,
      protocol,
      serviceMs,
      capacityPerInstance,
      startupMs: startupSeconds * 1_000,
      scaling,
    })),
  )
}

/** Every service of a region. */
export const SERVICE_SPECS: readonly ServiceSpec[] = [
  ...expand(SERVICES, 'service', 'auto'),
  ...expand(STORES, 'datastore', 'fixed'),
  ...expand(QUEUES, 'queue', 'fixed'),
  ...expand(EXTERNALS, 'external', 'fixed'),
]
