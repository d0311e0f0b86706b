import type { DryRun, Evacuations, WhatIf } from '#contract/evacuation/api.ts'
import type { RunOutcome } from '#contract/evacuation/forecast.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { RoleHolders } from '#contract/people.ts'
import { Role, permissionsOf } from '#contract/permissions.ts'
import type { SilencePreview, Silences, SilenceSet } from '#contract/services/silence.ts'
import type { Session } from '#contract/session.ts'
import type { Change, Changes } from '#contract/change.ts'
import type { Totals } from '#contract/history.ts'
import type { Latency } from '#contract/latency.ts'
import type { Sources } from '#contract/about.ts'
import type { PresetList } from '#contract/presets.ts'
import type { Moment, Series } from '#contract/series.ts'
import type { IdentityReport } from '#contract/services/identity.ts'
import type { InstanceStatusSet } from '#contract/services/instance.ts'
import type { ServiceDetail, ServicesAnswer } from '#contract/services/service.ts'
import type { SourceStatus } from '#contract/source-status.ts'

import { identityAt, servicesAt, sickService } from './services-answers.ts'
import { silencePreviewAt, silencesAt } from './silence-answers.ts'
import { dryRunAt, outcomeAt, sickEvacuations, tightWhatIf } from './evacuation-answers.ts'

/** What the console's server would say of a small, calm fleet; a test changes what it is about. */
export interface ConsoleAnswers {
  session: Session
  roles: RoleHolders
  sources: Sources
  totals: Totals
  changes: Changes
  presets: PresetList
  /** By how many days ago is asked. */
  series: (daysAgo: number) => Series
  /** `isLive`: not of a past. */
  latency: (isLive: boolean) => Latency
  moment: Moment
  evacuations: Evacuations
  whatIf: WhatIf
  /** By id. */
  runs: Record<string, Run>
  writes: DryRun
  outcome: RunOutcome
  services: ServicesAnswer
  /** By id. */
  service: Record<string, ServiceDetail>
  identity: IdentityReport
  /** What became of an instance that was asked to change. */
  instanceStatus: InstanceStatusSet
  silences: Silences
  silencePreview: SilencePreview
  /** What became of a silence that was made or ended. */
  silenceSet: SilenceSet
}

/** The moment of these answers, UTC ms: 2026-11-22T14:03:27Z. */
export const ANSWERED_AT = Date.UTC(2026, 10, 22, 14, 3, 27)

export function calmAnswers(): ConsoleAnswers {
  return {
    session: walkInSession(['viewer', 'engineer']),
    roles: calmRoles(),
    sources: { sources: [connectedSource()] },
    totals: calmTotals(),
    changes: { changes: [deployOfApi()] },
    presets: { presets: [] },
    series: (daysAgo) => calmSeries(ANSWERED_AT - daysAgo * 86_400_000),
    latency: calmLatency,
    moment: { region: 'us-east-1', at: ANSWERED_AT - 600_000, services: [] },
    evacuations: sickEvacuations(ANSWERED_AT),
    whatIf: tightWhatIf(ANSWERED_AT),
    runs: {},
    writes: dryRunAt(ANSWERED_AT),
    outcome: outcomeAt(ANSWERED_AT),
    services: servicesAt(ANSWERED_AT, ['api', 'license']),
    service: { license: sickService(ANSWERED_AT) },
    identity: identityAt(ANSWERED_AT),
    instanceStatus: { outcome: 'seen', seen: 'out-of-service', seenAt: ANSWERED_AT, message: 'The registry shows it.' },
    silences: silencesAt(ANSWERED_AT),
    silencePreview: silencePreviewAt(ANSWERED_AT),
    silenceSet: { outcome: 'seen', silence: null, message: 'The alerting system shows it.' },
  }
}

/** Whoever opened the console on this machine. */
export function walkInSession(roles: Role[]): Session {
  return {
    mode: 'local',
    signedIn: {
      name: 'Min Kim',
      personId: 'local:min-kim',
      isWalkIn: true,
      roles,
      permissions: permissionsOf(roles),
      stepUpFreshUntil: null,
      sessionId: null,
      signedInAt: null,
      idleEndsAt: null,
      endsAt: null,
      hasCodes: false,
    },
    waysIn: ['link', 'code'],
    waysToStepUp: ['link'],
    identityProvider: null,
    simulated: true,
    serverAt: ANSWERED_AT,
  }
}

function calmRoles(): RoleHolders {
  const holders: Partial<Record<Role, string[]>> = { viewer: ['Min Kim', 'Ada'], engineer: ['Min Kim'], admin: ['Ada'] }
  return {
    roles: Role.options.map((role) => {
      return { role, permissions: permissionsOf([role]), holders: holders[role] ?? [], more: 0 }
    }),
  }
}

export function connectedSource(): SourceStatus {
  return {
    id: 'prometheus',
    kind: 'prometheus',
    tells: ['traffic'],
    preset: 'istio',
    url: 'http://prometheus:9090',
    state: 'connected',
    since: ANSWERED_AT - 60_000,
    lastAnswerAt: ANSWERED_AT - 1_000,
    nextAttemptAt: ANSWERED_AT,
    pollMs: 84,
    feeds: [
      { region: 'us-east-1', observedAt: ANSWERED_AT - 1_000, periodMs: 1_000 },
      { region: 'eu-west-1', observedAt: ANSWERED_AT - 2_000, periodMs: 1_000 },
    ],
    problems: [],
  }
}

export function refusedSource(): SourceStatus {
  return {
    ...connectedSource(),
    id: 'eu-edge',
    preset: 'custom',
    state: 'retrying',
    since: ANSWERED_AT - 30_000,
    nextAttemptAt: ANSWERED_AT + 4_000,
    feeds: [{ region: 'eu-west-1', observedAt: ANSWERED_AT - 48_000, periodMs: 1_000 }],
    problems: [{ asked: '/api/v1/query', message: 'Connection refused at 10.4.1.7:9090.', at: ANSWERED_AT - 4_000 }],
  }
}

function deployOfApi(): Change {
  return {
    id: '01JD7000000000000000000000',
    kind: 'deploy',
    title: 'api v88 deployed',
    startedAt: ANSWERED_AT - 30 * 60_000,
    regions: ['us-east-1'],
    services: ['api'],
    origin: 'api',
    recordedAt: ANSWERED_AT - 30 * 60_000,
    recordedBy: 'local-operator:min',
  }
}

const STEP_MS = 20_000
const POINTS = 360

function calmTotals(): Totals {
  const at = Array.from({ length: POINTS }, (_, index) => ANSWERED_AT - (POINTS - index - 0.5) * STEP_MS)
  const region = (id: string, requests: number) => ({
    region: id,
    requestsPerSecond: at.map(() => requests),
    errorShare: at.map(() => 0.002),
  })
  return {
    from: ANSWERED_AT - POINTS * STEP_MS,
    to: ANSWERED_AT,
    stepMs: STEP_MS,
    at,
    regions: [region('us-east-1', 424_000), region('eu-west-1', 286_000)],
    business: [],
  }
}

const HALF_HOUR_MS = 30 * 60_000

/** The half hour before a moment, in points of ten seconds, in which nothing happens. */
export function calmSeries(to: number): Series {
  const stepMs = 10_000
  const points = HALF_HOUR_MS / stepMs
  const same = (value: number) => Array.from({ length: points }, () => value)
  return {
    from: to - HALF_HOUR_MS,
    to,
    stepMs,
    at: Array.from({ length: points }, (_, point) => to - HALF_HOUR_MS + (point + 0.5) * stepMs),
    requestsPerSecond: same(1_000),
    errorShare: same(0.001),
    degradedShare: same(0.002),
    p99LatencyMs: same(40),
    headroomShare: same(0.4),
    framesFrom: to - HALF_HOUR_MS,
  }
}

/** What one source says of one connection; of a past nothing was kept. */
export function calmLatency(isLive: boolean): Latency {
  const { from, to, stepMs, at } = calmSeries(ANSWERED_AT)
  const same = (value: number) => at.map(() => (isLive ? value : null))
  const word = { source: 'prometheus', preset: 'istio', connections: 1, windowMs: 60_000, problem: null }
  return {
    from,
    to,
    stepMs,
    at,
    p50LatencyMs: same(8),
    p90LatencyMs: same(20),
    connections: 1,
    toldBy: isLive ? [word] : [],
    isLive,
  }
}
