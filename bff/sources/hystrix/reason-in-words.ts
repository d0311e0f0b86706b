import type { BreakerState } from '#contract/services/breaker.ts'
import type { BreakerRates } from './breaker-rates.ts'

export interface ReasonInput {
  state: BreakerState
  /** How many instances are in that state, of how many that tell. */
  concerned: number
  instances: number
  rates: BreakerRates
  windowMs: number
  thresholdPercent: number
}

/** Why a breaker stands as it does; null where nothing is to be said. */
export function reasonOf(input: ReasonInput): string | null {
  const where = whereOf(input)
  switch (input.state) {
    case 'closed':
      return null
    case 'open': {
      const opensAt = Number.isNaN(input.thresholdPercent)
        ? ''
        : `; it opens when ${input.thresholdPercent} % of calls fail`
      return `Open${where}${opensAt}. ${troubleOf(input)}`.trim()
    }
    case 'half-open':
      return `Lets single calls try${where}. ${troubleOf(input)}`.trim()
    case 'forced-open':
      return `Held open by configuration${where}: no call goes through.`
    case 'disabled':
      return `Switched off or held closed by configuration${where}: it never opens.`
    case 'unknown':
      return `Whether it is open was not told${where}.`
  }
}

function whereOf({ concerned, instances }: ReasonInput): string {
  if (!(instances > 1)) return ''
  return concerned === instances ? ` on all ${instances} instances` : ` on ${concerned} of ${instances} instances`
}

function troubleOf({ rates, windowMs }: ReasonInput): string {
  const told = [
    { perSecond: rates.failuresPerSecond, words: 'failures/s' },
    { perSecond: rates.timeoutsPerSecond, words: 'timeouts/s' },
    { perSecond: rates.rejectionsPerSecond, words: 'rejections/s' },
    { perSecond: rates.shortCircuitedPerSecond, words: 'refused/s' },
  ].filter(({ perSecond }) => perSecond > 0)
  if (told.length === 0) return ''
  const list = told.map(({ perSecond, words }) => `${rounded(perSecond)} ${words}`).join(', ')
  return Number.isNaN(windowMs) ? `${list}.` : `Over the last ${windowMs / 1_000} s: ${list}.`
}

function rounded(number: number): string {
  return String(number >= 10 ? Math.round(number) : Number(number.toPrecision(2)))
}
