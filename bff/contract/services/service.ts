import { z } from 'zod'
import { EpochMs, RegionId, ServiceId, SourceId, ZoneId } from '../ids.ts'
import { Breaker } from './breaker.ts'
import { ForeignAlert } from './foreign-alert.ts'
import { FactKind, JoinedBy } from './identity.ts'
import { Instance } from './instance.ts'
import { Ownership } from './ownership.ts'
import { ScoreRules } from './score.ts'

/** How many of each a source tells; null where no source tells of it at all. */
const count = z.number().int().min(0).nullable()

/**
 * What is known of a service in a region beyond its traffic, which travels in the frames. Small, because it is asked
 * for all services again and again.
 */
export const ServiceFacts = z.strictObject({
  region: RegionId,
  service: ServiceId,
  instancesUp: count,
  instancesTotal: count,
  /** Said to be up but silent for longer than their lease. */
  instancesSuspect: count,
  breakersOpen: count,
  breakersTotal: count,
  alertsCritical: count,
  alertsWarning: count,
  /** UTC ms since when the newest version runs there, as the registry or a change record tells. */
  deployedAt: EpochMs.nullable(),
  versions: z.array(z.string()),
  /** UTC ms of the oldest among the newest samples these facts rest on. */
  observedAt: EpochMs.nullable(),
})
export type ServiceFacts = z.infer<typeof ServiceFacts>

/** How fresh what one source tells is. */
export const FactFeed = z.strictObject({
  source: SourceId,
  tells: FactKind,
  /** `eureka`, `hystrix`, `alertmanager` … */
  kind: z.string(),
  periodMs: z.number().positive(),
  observedAt: EpochMs.nullable(),
  /** Into that system, for a person; null where it has no page. */
  link: z.string().nullable(),
})
export type FactFeed = z.infer<typeof FactFeed>

/** `GET /api/v1/services`. */
export const ServicesAnswer = z.strictObject({
  at: EpochMs,
  feeds: z.array(FactFeed),
  facts: z.array(ServiceFacts),
  owners: z.array(Ownership.pick({ service: true, team: true, onCall: true, tier: true, domain: true, title: true })),
  /** Alerts that name no service of the fleet: they are somebody's. */
  alertsWithoutService: z.number().int().min(0),
  /** What scores are reckoned by: the configuration's rules, and those of services that have their own. */
  scoreRules: z.strictObject({
    usual: ScoreRules,
    own: z.array(z.strictObject({ service: ServiceId, rules: ScoreRules })),
  }),
})
export type ServicesAnswer = z.infer<typeof ServicesAnswer>

export const InstanceCount = z.strictObject({
  region: RegionId,
  zone: ZoneId.nullable(),
  version: z.string().nullable(),
  up: z.number().int().min(0),
  total: z.number().int().min(0),
})
export type InstanceCount = z.infer<typeof InstanceCount>

/** `GET /api/v1/services/:service`: all that is known of one service, in every region. */
export const ServiceDetail = z.strictObject({
  at: EpochMs,
  service: ServiceId,
  feeds: z.array(FactFeed),
  facts: z.array(ServiceFacts),
  breakers: z.array(Breaker),
  /** Breakers of its callers that stand before it. */
  breakersBefore: z.array(Breaker),
  /** At most 2,000, the not-up ones first; `counts` has all. */
  instances: z.array(Instance),
  counts: z.array(InstanceCount),
  /** Firing first, then the newest; resolved ones of the last day. */
  alerts: z.array(ForeignAlert),
  ownership: Ownership.nullable(),
  /** The names it goes by. */
  names: z.array(z.strictObject({ source: SourceId, tells: FactKind, name: z.string(), by: JoinedBy })),
  /** Those of the service where somebody set them, else those of the configuration. */
  scoreRules: ScoreRules,
  scoreRulesOwn: z.boolean(),
})
export type ServiceDetail = z.infer<typeof ServiceDetail>

/** `PUT /api/v1/services/:service/score-rules`; null goes back to those of the configuration. */
export const PutScoreRules = z.strictObject({ rules: ScoreRules.nullable() })
export type PutScoreRules = z.infer<typeof PutScoreRules>
