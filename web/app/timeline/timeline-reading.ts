import { healthOf, type HealthThresholds } from '#contract/health.ts'
import { timeline as words } from '#web/messages/en.ts'
import { formatRequestsPerSecond, formatShare } from '#web/messages/format-numbers.ts'
import { utcMinuteText, utcTimeText } from '#web/messages/format.ts'
import { gapsOf, isKnown } from '#web/ui/sparkline-path.ts'
import { nearestMoment, type WorldSeries } from './world-series.ts'

/** What the strip says of one moment. */
export interface Reading {
  /** UTC ms. */
  at: number
  known: boolean
  /** `1.02 M/s`, `unknown`. */
  requests: string
  /** `0.2 % failed`; empty where unknown. */
  failed: string
  /** How bad that is; null where it is no trouble, or unknown. */
  trouble: HealthRun['health'] | null
  /** Why it is unknown, or what the figure lacks. */
  note: string
  time: string
  spoken: string
}

/** The moment under the cursor, or the newest one; null while there is none. */
export function readingOf(series: WorldSeries, cursorAt: number | null, thresholds: HealthThresholds): Reading | null {
  const index = cursorAt === null ? series.at.length - 1 : nearestMoment(series.at, cursorAt)
  const at = series.at[index]
  if (at === undefined) return null
  const whole = series.requestsPerSecond[index]
  const partial = series.partial[index]
  const share = series.errorShare[index]
  const value = isKnown(whole) ? whole : partial
  const requests = isKnown(value) ? words.perSecond(formatRequestsPerSecond(value)) : words.unknown
  const failed = isKnown(share) ? words.failed(formatShare(share)) : ''
  const missing = series.missing[index] ?? []
  const note = isKnown(whole) ? '' : isKnown(partial) ? words.partly(missing.join(', ')) : words.gap
  const time = utcTimeText(at)
  const spoken = [words.at(time), requests, failed, note].filter((part) => part !== '').join(', ')
  const trouble = troubleOf(share ?? null, thresholds)
  return { at, known: isKnown(whole), requests, failed, trouble, note, time, spoken }
}

/** The newest moment of which the whole is known, while nothing new comes; the newest of all where there is none. */
export function lastKnownOf(series: WorldSeries, thresholds: HealthThresholds): Reading | null {
  const known = series.requestsPerSecond.findLastIndex(isKnown)
  return readingOf(series, series.at[known] ?? null, thresholds)
}

/** The picture in one sentence, for those who do not see it. */
export function summaryOf({ at, requestsPerSecond }: WorldSeries): string {
  const known = at.flatMap((moment, index) => {
    const value = requestsPerSecond[index]
    return isKnown(value) ? [{ moment, value }] : []
  })
  const [first] = known
  const last = known.at(-1)
  const gaps = gapsOf(requestsPerSecond).length
  const gapText = gaps === 0 ? '' : ` ${words.gaps(gaps)}`
  if (first === undefined || last === undefined) return gapText.trim()
  const low = known.reduce((lowest, one) => (one.value < lowest.value ? one : lowest), first)
  const high = known.reduce((highest, one) => (one.value > highest.value ? one : highest), first)
  const summary = words.summary({
    from: utcMinuteText(first.moment),
    to: utcMinuteText(last.moment),
    now: words.perSecond(formatRequestsPerSecond(last.value)),
    low: words.perSecond(formatRequestsPerSecond(low.value)),
    lowAt: utcMinuteText(low.moment),
    high: words.perSecond(formatRequestsPerSecond(high.value)),
    highAt: utcMinuteText(high.moment),
  })
  return summary + gapText
}

export interface HealthRun {
  health: 'degraded' | 'failing'
  first: number
  last: number
}

/** Unbroken stretches in which the world's errors count as trouble. */
export function healthRunsOf(errorShare: WorldSeries['errorShare'], thresholds: HealthThresholds): HealthRun[] {
  const runs: HealthRun[] = []
  errorShare.forEach((share, index) => {
    const health = troubleOf(share, thresholds)
    if (health === null) return
    const before = runs.at(-1)
    if (before !== undefined && before.health === health && before.last === index - 1) before.last = index
    else runs.push({ health, first: index, last: index })
  })
  return runs
}

function troubleOf(share: number | null, thresholds: HealthThresholds): HealthRun['health'] | null {
  if (!isKnown(share)) return null
  const health = healthOf({ requestsPerSecond: 1, errorShare: share, degradedShare: NaN }, thresholds)
  return health === 'degraded' || health === 'failing' ? health : null
}
