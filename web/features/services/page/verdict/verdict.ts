import type { Change } from '#contract/change.ts'
import type { Health } from '#contract/health.ts'
import type { ScoreReason } from '#contract/services/score.ts'
import { ageText } from '#web/messages/format.ts'
import { formatShare } from '#web/messages/format-numbers.ts'
import { servicePageWords as words } from '#web/messages/service-page-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import type { RegionPicture } from '../facts/region-picture.ts'
import { signalText } from '../score/signal-text.ts'

/** What is said first: how it is in each region, the worst one first, and the one thing that is most wrong there. */
export interface Verdict {
  /** The worst one; null where there is none. */
  region: string | null
  health: Health
  sentence: string
  /** The other regions, by how they are. */
  rest: string[]
  /** What else is wrong in the worst region, the gravest first. */
  also: string[]
  /** What was changed just before. */
  changed: { title: string; ago: string } | null
}

const GRAVITY: Record<Health, number> = { failing: 4, degraded: 3, healthy: 2, unknown: 1, idle: 0 }
/** Below this a region that serves is not well all the same: instances, breakers or alerts say so. */
const WELL_POINTS = 80
const JUST_BEFORE_MS = 30 * 60_000
const MOST_ALSO = 3

export function verdictOf(pictures: readonly RegionPicture[], changes: readonly Change[], now: number): Verdict {
  const [worst, ...others] = pictures.toSorted(worstFirst)
  if (worst === undefined)
    return { region: null, health: 'unknown', sentence: words.verdict.unknown, rest: [], also: [], changed: null }
  const reasons = worst.score.reasons.filter(({ lost }) => lost > 0)
  const { health } = worst.traffic
  const isUnwell = health === 'healthy' && (worst.score.points ?? 100) < WELL_POINTS
  const isIll = health === 'failing' || health === 'degraded' || isUnwell
  const [first, ...more] = reasons.map(reasonText)
  const what = health === 'failing' ? words.verdict.failed(formatShare(worst.traffic.errorShare)) : (first ?? '')
  return {
    region: worst.region,
    health: isUnwell ? 'degraded' : health,
    sentence: sentenceOf(worst, isUnwell, what, pictures.length),
    rest:
      isIll || health === 'unknown'
        ? restOf(others)
        : restOf(others.filter(({ traffic }) => traffic.health !== health)),
    also: isIll ? more.slice(0, MOST_ALSO) : reasons.map(reasonText).slice(0, MOST_ALSO),
    changed: isIll ? changedBefore(changes, worst.region, now) : null,
  }
}

function worstFirst(one: RegionPicture, other: RegionPicture): number {
  return (
    GRAVITY[other.traffic.health] - GRAVITY[one.traffic.health] ||
    (one.score.points ?? 101) - (other.score.points ?? 101) ||
    other.traffic.requestsPerSecond - one.traffic.requestsPerSecond
  )
}

function sentenceOf({ traffic, region }: RegionPicture, isUnwell: boolean, what: string, regions: number): string {
  if (isUnwell) return words.verdict.unwell(region, what)
  switch (traffic.health) {
    case 'failing':
      return words.verdict.failing(region, what)
    case 'degraded':
      return words.verdict.degraded(region, what)
    case 'healthy':
      return words.verdict.healthy(regions)
    case 'idle':
      return words.verdict.idle
    case 'unknown':
      return words.verdict.unknown
  }
}

function restOf(pictures: readonly RegionPicture[]): string[] {
  const byHealth = new Map<Health, string[]>()
  for (const { traffic, region } of pictures)
    byHealth.set(traffic.health, [...(byHealth.get(traffic.health) ?? []), region])
  return [...byHealth].map(([health, regions]) => words.verdict.rest(healthWords[health], regions))
}

/** `Breakers open 25 %`: the signal and its value. */
function reasonText({ signal, value }: ScoreReason): string {
  return `${words.score.signals[signal].toLowerCase()} ${signalText(signal, value ?? NaN)}`
}

/** The newest change of it there, shortly before now. */
function changedBefore(changes: readonly Change[], region: string, now: number): Verdict['changed'] {
  const found = changes
    .filter(({ regions, startedAt }) => (regions.length === 0 || regions.includes(region)) && startedAt <= now)
    .filter(({ startedAt }) => now - startedAt <= JUST_BEFORE_MS)
    .toSorted((one, other) => other.startedAt - one.startedAt)[0]
  return found === undefined ? null : { title: found.title, ago: ageText(now - found.startedAt) }
}
