import { ageText } from '#web/messages/format.ts'
import { freshnessWords } from '#web/messages/widgets-en.ts'
import classes from './freshness-label.module.css'
import { HealthMark, type MarkedHealth } from './health-mark.tsx'

export type LabelledFreshness = 'live' | 'late' | 'stale' | 'unknown'

export interface FreshnessLabelProps {
  state: LabelledFreshness
  /** Of the newest sample, by the browser's clock at this moment; null when never seen. The caller lets it count. */
  ageMs: number | null
  /** Says `live` too, where the word alone is expected (a table's column). */
  withWord?: boolean
}

const MARK: Record<LabelledFreshness, MarkedHealth> = {
  live: 'healthy',
  late: 'degraded',
  stale: 'degraded',
  unknown: 'unknown',
}

/** How old what is shown is. Live says its age quietly; all else says in words that it is not live. */
export function FreshnessLabel({ state, ageMs, withWord = false }: FreshnessLabelProps) {
  return (
    <span className={classes.label} data-freshness={state}>
      {(state !== 'live' || withWord) && <HealthMark health={MARK[state]} size={9} />}
      {freshnessText({ state, ageMs, withWord })}
    </span>
  )
}

export function freshnessText({ state, ageMs, withWord = false }: FreshnessLabelProps): string {
  if (ageMs === null || Number.isNaN(ageMs)) return freshnessWords.neverSeen
  const age = ageText(ageMs)
  if (state === 'unknown') return `${freshnessWords.unknown}, ${freshnessWords.lastSeen(age)}`
  return state === 'live' && !withWord ? age : `${freshnessWords[state]} ${age}`
}
