import { z } from 'zod'
import type { WireAlertInput, WireMatcher } from '#bff/sources/alertmanager/wire.ts'
import { fingerprintOf } from './fingerprint-of.ts'
import { fitsAll, type LabelSet } from './label-matcher.ts'
import type { SilenceStore } from './silence-store.ts'

/** The alerts that burn, with what keeps them from being told: as Alertmanager holds them, in memory alone. */
export interface AlertStore {
  /** False where it is no list of alerts. */
  post(body: unknown, now: number): boolean
  alerts(now: number): WireAlertInput[]
}

/** Of those that say no end: what Prometheus does not repeat is over after this. */
const RESOLVE_TIMEOUT_MS = 5 * 60_000

export interface InhibitRule {
  source: readonly WireMatcher[]
  target: readonly WireMatcher[]
  /** Labels that both must have alike. */
  equal: readonly string[]
}

const Time = z.iso.datetime({ offset: true })
const Posted = z.array(
  z.object({
    labels: z.record(z.string(), z.string()).refine((labels) => Object.keys(labels).length > 0),
    annotations: z.record(z.string(), z.string()).default({}),
    startsAt: Time.optional(),
    endsAt: Time.optional(),
    generatorURL: z.string().optional(),
  }),
)

interface Kept {
  labels: LabelSet
  annotations: LabelSet
  startsAt: number
  endsAt: number
  updatedAt: number
  generatorURL: string | undefined
}

export function createAlertStore(input: {
  silences: SilenceStore
  inhibits: readonly InhibitRule[]
  receiver: string
}): AlertStore {
  const { silences, inhibits, receiver } = input
  const kept = new Map<string, Kept>()

  function burning(now: number): [string, Kept][] {
    for (const [key, { endsAt }] of kept) if (endsAt < now - RESOLVE_TIMEOUT_MS) kept.delete(key)
    return [...kept].filter(([, { endsAt }]) => endsAt > now)
  }

  return {
    post(body, now) {
      const posted = Posted.safeParse(body)
      if (!posted.success) return false
      for (const { labels, annotations, startsAt, endsAt, generatorURL } of posted.data) {
        const key = fingerprintOf(labels)
        const before = kept.get(key)
        const isGoingOn = before !== undefined && before.endsAt > now
        const beganAt = startsAt === undefined ? (isGoingOn ? before.startsAt : now) : Date.parse(startsAt)
        kept.set(key, {
          labels,
          annotations,
          startsAt: isGoingOn ? Math.min(before.startsAt, beganAt) : beganAt,
          endsAt: endsAt === undefined ? now + RESOLVE_TIMEOUT_MS : Date.parse(endsAt),
          updatedAt: now,
          generatorURL,
        })
      }
      return true
    },
    alerts(now) {
      const all = burning(now)
      return all.map(([fingerprint, alert]) => {
        const silencedBy = silences.covering(alert.labels, now)
        const inhibitedBy = all
          .filter(([other, { labels }]) => other !== fingerprint && isInhibited(inhibits, alert.labels, labels))
          .map(([other]) => other)
        const { generatorURL } = alert
        return {
          labels: { ...alert.labels },
          annotations: { ...alert.annotations },
          startsAt: new Date(alert.startsAt).toISOString(),
          endsAt: new Date(alert.endsAt).toISOString(),
          updatedAt: new Date(alert.updatedAt).toISOString(),
          ...(generatorURL === undefined ? {} : { generatorURL }),
          fingerprint,
          receivers: [{ name: receiver }],
          status: {
            state: silencedBy.length + inhibitedBy.length > 0 ? ('suppressed' as const) : ('active' as const),
            silencedBy,
            inhibitedBy: inhibitedBy.slice(0, 1),
          },
        }
      })
    },
  }
}

function isInhibited(rules: readonly InhibitRule[], labels: LabelSet, by: LabelSet): boolean {
  return rules.some(
    ({ source, target, equal }) =>
      fitsAll(target, labels) &&
      fitsAll(source, by) &&
      !fitsAll(target, by) &&
      equal.every((name) => (labels[name] ?? '') === (by[name] ?? '')),
  )
}
