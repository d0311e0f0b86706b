import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Actor } from '#contract/access.ts'
import type { Change } from '#contract/change.ts'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { DEFAULT_HEALTH_THRESHOLDS } from '#contract/health.ts'
import type { Latency } from '#contract/latency.ts'
import type { HostMetrics } from '#contract/services/host.ts'
import type { Series } from '#contract/series.ts'
import type { Traffic } from '#contract/traffic.ts'
import type { Ctx } from '#bff/ctx.ts'
import { DEFAULT_SCORE_RULES } from '#contract/services/score.ts'
import { createServer } from './create-server.ts'
import { evacuationServicesFixture } from './evacuation-services-fixture.ts'
import type { FactServices } from './fact-services.ts'
import type { Services } from './services.ts'
import { silenceServicesFixture } from './silence-services-fixture.ts'

export const AT = 1_795_000_000_000

export const TRAFFIC: Traffic = {
  at: AT,
  worldAt: AT,
  seq: 7,
  simulated: false,
  requestsPerSecond: 10,
  missing: [],
  regions: [
    {
      id: 'us-east-1',
      name: 'N. Virginia',
      requestsPerSecond: 10,
      errorShare: 0,
      degradedShare: null,
      p99LatencyMs: 12,
      health: 'healthy',
      freshness: { state: 'live', observedAt: AT, ageSeconds: 0 },
      trafficShare: 1,
      headroomShare: null,
      tightestService: null,
      missing: [],
    },
  ],
  zones: [],
  business: [],
}

export const SERIES: Series = {
  from: AT,
  to: AT + 20_000,
  stepMs: 10_000,
  at: [AT + 5_000, AT + 15_000],
  requestsPerSecond: [10, null],
  errorShare: [0, null],
  degradedShare: [null, null],
  p99LatencyMs: [12, null],
  headroomShare: [null, null],
  framesFrom: AT,
}

export const LATENCY: Latency = {
  from: AT,
  to: AT + 10_000,
  stepMs: 10_000,
  at: [AT, AT + 10_000],
  p50LatencyMs: [8, null],
  p90LatencyMs: [20, null],
  connections: 1,
  toldBy: [{ source: 'prometheus', preset: 'istio', connections: 1, windowMs: 60_000, problem: null }],
  isLive: true,
}

export const HOST: HostMetrics = {
  region: 'us-east-1',
  instance: 'i-1',
  state: 'watched',
  problem: null,
  nextAttemptAt: null,
  source: 'pcp',
  hostName: 'ip-10-0-0-1',
  periodMs: 1_000,
  observedAt: AT,
  receivedAt: AT,
  skewMs: 0,
  at: [AT],
  series: [{ measure: 'load1', unit: 'tasks', of: null, values: [0.5] }],
  untold: [],
  notes: [],
}

const CHANGE: Change = {
  id: '01JD7000000000000000000000',
  kind: 'deploy',
  title: 'api v88',
  startedAt: AT,
  recordedAt: AT,
  recordedBy: 'local-operator:test',
  regions: [],
  services: [],
  origin: 'api',
}

/** A context whose store must not be touched: the verbs are the fixture's own. */
function ctxWithoutStore(actor: Actor, requestId: string): Ctx {
  const store = new Proxy(
    {},
    {
      get: () => {
        throw new Error('the http room reached for the store')
      },
    },
  )
  const untouchable: { store: unknown } = { store }
  return Object.assign(Object.create(null), untouchable, {
    actor,
    requestId,
    clock: { now: () => AT },
    newUlid: () => CHANGE.id,
  })
}

function factServicesFixture(): FactServices {
  const own = { scoreRules: DEFAULT_SCORE_RULES, scoreRulesOwn: false }
  return {
    services: async () => ({
      at: AT,
      feeds: [],
      facts: [],
      owners: [],
      alertsWithoutService: 0,
      scoreRules: { usual: DEFAULT_SCORE_RULES, own: [] },
    }),
    service: async (service) => ({
      at: AT,
      service,
      feeds: [],
      facts: [],
      breakers: [],
      breakersBefore: [],
      instances: [],
      counts: [],
      alerts: [],
      ownership: null,
      names: [],
      ...own,
    }),
    putScoreRules: async () => own,
    identity: () => ({ at: AT, joined: [], unmatched: [], idle: [] }),
    setInstanceStatus: async () => ({ outcome: 'seen', seen: 'out-of-service', seenAt: AT, message: 'Seen.' }),
  }
}

export function servicesFixture(over: Partial<Services> = {}): Services {
  return {
    about: () => ({
      version: '0.0.0',
      simulated: false,
      scenario: null,
      freshness: DEFAULT_FRESHNESS_RULE,
      health: DEFAULT_HEALTH_THRESHOLDS,
    }),
    readiness: async () => ({ ready: true, checks: [] }),
    traffic: () => TRAFFIC,
    vizceral: () => null,
    vizceralOrigins: () => [],
    sources: () => [],
    trySource: (id) => id === 'prometheus',
    totals: async () => ({ from: 0, to: 1, stepMs: 1, at: [], regions: [], business: [] }),
    minutes: async () => ({ region: 'us-east-1', service: null, minutes: [] }),
    frames: async () => Uint8Array.of(0x53, 0x52, 1, 0),
    series: async () => SERIES,
    moment: async ({ region }) => ({ region, at: AT, services: [] }),
    latency: async () => LATENCY,
    host: () => HOST,
    presets: () => ({ presets: [] }),
    recordChange: async () => CHANGE,
    listChanges: async () => ({ changes: [CHANGE] }),
    getPositions: async ({ view }) => ({ view, updatedAt: null, revision: 'r0', nodes: [] }),
    putPositions: async ({ view, input }) => ({ view, updatedAt: AT, revision: 'r1', nodes: input.nodes }),
    facts: factServicesFixture(),
    evacuation: evacuationServicesFixture(),
    once: ({ ctx, run }) => run(ctx),
    onceOutside: ({ ctx, run }) => run(ctx),
    ...silenceServicesFixture(),
    changeHooks: { isSigned: () => false, take: async () => CHANGE },
    ctx: ({ actor, requestId }) => ctxWithoutStore(actor, requestId),
    ...over,
  }
}

export const OPERATOR: Actor = { kind: 'local-operator', name: 'test', roles: ['viewer', 'engineer'] }

export async function serverFixture(input: { services?: Partial<Services>; actor?: Actor | null } = {}) {
  const webDirectory = mkdtempSync(join(tmpdir(), 'spillway-web-'))
  mkdirSync(join(webDirectory, 'assets'))
  writeFileSync(join(webDirectory, 'assets', 'index-abc.js'), 'export {}\n')
  writeFileSync(join(webDirectory, 'theme.js'), 'void 0\n')
  writeFileSync(join(webDirectory, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">')
  let requests = 0
  const actor = input.actor === undefined ? OPERATOR : input.actor
  const app = await createServer({
    services: servicesFixture(input.services),
    authenticate: () => actor,
    webDirectory,
    version: '0.0.0',
    log: pino({ level: 'silent' }),
    newRequestId: () => `request-${(requests += 1)}`,
    endStreams: async () => {},
  })
  return app
}
