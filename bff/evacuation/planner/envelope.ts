import type { Envelope, Prediction } from '#contract/evacuation/plan.ts'
import { wordsOfMs } from './stores-at-stake.ts'

/** How much worse than predicted it may get before the approver is asked again. */
export interface EnvelopeMargins {
  /** Of each savior's load after, 0–1. */
  load: number
  /** Of the lag, 0–1, and at least so much, ms. */
  lag: number
  leastLagMs: number
  /** Added to the shortfall's share, 0–1. */
  shortfallShare: number
}

export const DEFAULT_MARGINS: EnvelopeMargins = { load: 0.1, lag: 0.5, leastLagMs: 10_000, shortfallShare: 0.02 }

export function envelopeOf(prediction: Prediction, margins: EnvelopeMargins = DEFAULT_MARGINS): Envelope {
  const ceilings = prediction.regions.flatMap(({ region, afterRequestsPerSecond: after }) =>
    after === null ? [] : [[region, Math.ceil(after * (1 + margins.load))] as const],
  )
  return {
    ceilings: Object.fromEntries(ceilings),
    dataLossMs: lossBound(prediction, margins),
    shortfallShare: Math.min(1, (prediction.shortfallShare ?? 1) + margins.shortfallShare),
  }
}

/** No bound where a lag is unknown: the approver was told so and said yes to it. */
function lossBound({ stores }: Prediction, { lag, leastLagMs }: EnvelopeMargins): number | null {
  let worst = -1
  for (const { lagMs } of stores) {
    if (lagMs === null) return null
    worst = Math.max(worst, lagMs)
  }
  return worst < 0 ? null : Math.ceil(Math.max(worst + leastLagMs, worst * (1 + lag)))
}

/** How a prediction lies outside of what was approved, each in words; none where it is inside. */
export function insideEnvelope(envelope: Envelope, prediction: Prediction): string[] {
  const loads = prediction.regions.flatMap(({ region, afterRequestsPerSecond: after }) => {
    const ceiling = envelope.ceilings[region]
    if (ceiling === undefined) return []
    if (after === null) return [`what ${region} would carry is no longer known; approved were ${rate(ceiling)}`]
    return after > ceiling ? [`${region} would carry ${rate(after)}, approved were ${rate(ceiling)}`] : []
  })
  return [...loads, ...lossDifferences(envelope, prediction), ...shortfallDifferences(envelope, prediction)]
}

function lossDifferences({ dataLossMs: bound }: Envelope, { stores }: Prediction): string[] {
  if (bound === null) return []
  return stores.flatMap(({ store, lagMs }) => {
    if (lagMs === null) return [`the lag of ${store} is no longer known; approved were ${wordsOfMs(bound)}`]
    return lagMs > bound ? [`${store} may lose ${wordsOfMs(lagMs)} of writes, approved were ${wordsOfMs(bound)}`] : []
  })
}

function shortfallDifferences(envelope: Envelope, { shortfallShare: share }: Prediction): string[] {
  if (envelope.shortfallShare >= 1) return []
  const approved = percent(envelope.shortfallShare)
  if (share === null) return [`what does not fit is no longer known; approved were ${approved} of the moved load`]
  return share > envelope.shortfallShare
    ? [`${percent(share)} of the moved load do not fit, approved were ${approved}`]
    : []
}

/** `1.2 M requests/s`, `520 k requests/s`, `340 requests/s`: as the screens say it. */
export function rate(requestsPerSecond: number): string {
  if (requestsPerSecond < 1_000) return `${Number(requestsPerSecond.toFixed(1))} requests/s`
  const [unit, letter] = requestsPerSecond < 999_950 ? [1_000, 'k'] : [1e6, 'M']
  return `${Number((requestsPerSecond / unit).toPrecision(3))} ${letter} requests/s`
}

export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`
}
