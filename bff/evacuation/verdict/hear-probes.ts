import { markOf, percentOf, type Heard, type Mark, type Testimony, type VerdictSettings } from './testimony.ts'
import type { VerdictWord } from '#contract/evacuation/verdict.ts'

/**
 * Probes from outside, vantage point by vantage point: one that fails alone tells of its own network, so no word is said
 * on fewer than two. A probe that somebody else answered tells nothing of this region.
 */
export function hearProbes(testimony: Testimony, settings: VerdictSettings, before: VerdictWord | null): Heard {
  const { region, now } = testimony
  const fresh = testimony.probes.filter(
    ({ asked, to }) => asked === region && now - to <= settings.staleAfterMs && to <= now + settings.staleAfterMs,
  )
  const points = [...Map.groupBy(fresh, ({ vantage }) => vantage)].flatMap(([vantage, windows]) => {
    const answered = windows.reduce((sum, { answeredBy }) => sum + (answeredBy[region] ?? 0), 0)
    const failed = windows.reduce((sum, each) => sum + sumOf(Object.values(each.failed)), 0)
    const sent = answered + failed
    return sent < settings.leastProbes ? [] : [{ vantage, sent, failed, mark: markOf(failed / sent, settings, before) }]
  })
  const count = (mark: Mark) => points.filter((point) => point.mark === mark).length
  const [dead, sick, healthy] = [count('dead'), count('sick'), count('healthy')]
  const observedAt = testimony.probes.reduce<number | null>(
    (newest, { asked, to }) => (asked === region && (newest === null || to > newest) ? to : newest),
    null,
  )
  const elsewhere = sumOf(
    fresh.flatMap(({ answeredBy }) => Object.keys(answeredBy).map((by) => (by === region ? 0 : (answeredBy[by] ?? 0)))),
  )
  const isPassedOn = points.length === 0 && elsewhere >= settings.leastProbes
  const sent = sumOf(points.map((point) => point.sent))
  const failed = sumOf(points.map((point) => point.failed))
  return {
    witness: 'probes',
    says: saysOf({ points, sent, failed, observedAt, isPassedOn }),
    points: pointOf({ dead, sick, healthy }),
    observedAt,
    fresh: points.length >= 2 || isPassedOn,
    deadPoints: healthy > 0 ? 0 : dead,
  }
}

function pointOf({ dead, sick, healthy }: { dead: number; sick: number; healthy: number }): Mark {
  if (dead >= 2 && sick + healthy === 0) return 'dead'
  if (dead + sick >= 2) return 'sick'
  return healthy >= 2 && healthy > dead + sick ? 'healthy' : 'nothing'
}

function saysOf(input: {
  points: readonly { vantage: string; sent: number; failed: number; mark: Mark }[]
  sent: number
  failed: number
  observedAt: number | null
  /** Enough ask for it, and its edge hands them on. */
  isPassedOn: boolean
}): string {
  const { points, sent, failed } = input
  if (points.length === 0) {
    if (input.isPassedOn) return 'whoever asks for it is answered by another region'
    return input.observedAt === null ? 'no probe has asked for it' : 'no vantage point has probed it lately'
  }
  const from =
    points.length === 1 ? `one vantage point alone (${points[0]?.vantage})` : `${points.length} vantage points`
  const worst = points.filter(({ mark }) => mark === 'dead' || mark === 'sick').map(({ vantage }) => vantage)
  const which = worst.length > 0 && worst.length < points.length ? `, all seen from ${worst.join(', ')}` : ''
  return `${percentOf(failed / sent)} of ${sent} probes from ${from} fail${which}`
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
