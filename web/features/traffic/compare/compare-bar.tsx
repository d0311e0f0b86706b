import IconArrowsExchange from '@tabler/icons-react/dist/esm/icons/IconArrowsExchange.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useEffect, useEffectEvent } from 'react'
import { useNow } from '#web/live/use-now.ts'
import { useReplay } from '#web/live/use-replay.ts'
import { compareWords as words } from '#web/messages/compare-en.ts'
import { ageText, utcWhenText } from '#web/messages/format.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { KeyHint } from '#web/ui/key-hint.tsx'
import type { Fleet } from '#web/fleet/fleet.ts'
import {
  withComparison,
  withMeasure,
  withMoment,
  withSides,
  type Measure,
  type TrafficSearch,
} from '../traffic-search.ts'
import { Choices } from './choices.tsx'
import classes from './compare-bar.module.css'
import { comparedRegions, comparedServices } from './compared-rows.ts'
import { strongestMeasure } from './headline-of.ts'
import { MissingNote } from './missing-note.tsx'
import type { Comparison } from './use-comparison.ts'

export interface CompareBarProps {
  fleet: Fleet
  comparison: Comparison
  search: TrafficSearch
  onSearch: (next: TrafficSearch, how?: { replace: boolean }) => void
}

const MEASURES = ['volume', 'errors', 'latency'] as const satisfies readonly Measure[]
const MODES = ['difference', 'sides'] as const

/** Which two moments are compared, how, and the way out. */
export function CompareBar({ fleet, comparison, search, onSearch }: CompareBarProps) {
  const now = useNow()
  const shownAt = useReplay(({ at }) => at)
  useStrongestMeasure(comparison, search, onSearch)
  if (comparison.kind === 'none' || comparison.kind === 'broken' || comparison.at === null) return null
  const { at } = comparison
  const seenAt = shownAt ?? fleet.frame.worldAt
  const moment = words.momentUtc(utcWhenText(at, now))
  const choose = (next: TrafficSearch): void => onSearch(next, { replace: true })
  return (
    <section className={classes.bar} aria-label={words.label} data-state="comparison">
      <p className={classes.moments}>
        <span className={classes.side} data-live={shownAt === null || undefined}>
          {shownAt === null ? words.live : words.momentUtc(utcWhenText(shownAt, now))}
        </span>
        <button
          type="button"
          className={classes.swap}
          aria-label={words.swap}
          title={words.swapHint}
          onClick={() => onSearch(withComparison(withMoment(search, at), Math.floor(seenAt / 1_000) * 1_000))}
        >
          <IconArrowsExchange size={15} stroke={1.6} aria-hidden />
        </button>
        <span className="visually-hidden">{words.against}</span>
        <span className={classes.side}>{moment}</span>
        <span className={classes.ago}>{distanceText(seenAt - at)}</span>
      </p>
      {comparison.kind === 'ready' && (
        <>
          <Choices
            label={words.modes}
            choices={MODES.map((mode) => ({ id: mode, label: words[mode] }))}
            chosen={search.side === true ? 'sides' : 'difference'}
            onChoose={(mode) => choose(withSides(search, mode === 'sides'))}
          />
          <Choices
            label={words.measures}
            choices={MEASURES.map((measure) => ({
              id: measure,
              label: words.measure[measure],
              spoken: words.measureSpoken[measure],
            }))}
            chosen={search.measure ?? 'volume'}
            onChoose={(measure) => choose(withMeasure(search, measure))}
          />
        </>
      )}
      {comparison.kind === 'loading' && (
        <span className={classes.note} role="status">
          {words.loading(moment)}
        </span>
      )}
      {comparison.kind === 'missing' && (
        <MissingNote
          moment={moment}
          why={comparison.why}
          now={now}
          onCompareWith={(other) => choose(withComparison(search, other))}
        />
      )}
      <span className={classes.leave}>
        <ActionButton size="small" hint={words.leaveHint} onClick={() => onSearch(withComparison(search, null))}>
          <IconX size={13} stroke={1.8} aria-hidden /> {words.leave} <KeyHint keys={['Esc']} decorative />
        </ActionButton>
      </span>
    </section>
  )
}

/** Where nobody has said what is to be compared, it is what changed most; from then on it stays. */
function useStrongestMeasure(
  comparison: Comparison,
  search: TrafficSearch,
  onSearch: CompareBarProps['onSearch'],
): void {
  const fleets = comparison.kind === 'ready' && search.measure === undefined ? comparison.fleets : null
  const settle = useEffectEvent((measure: Measure) => onSearch(withMeasure(search, measure), { replace: true }))
  useEffect(() => {
    if (fleets === null) return
    settle(strongestMeasure(comparedRegions(fleets), comparedServices(fleets, null)))
  }, [fleets])
}

/** `10 min before`, `2 h after`. */
function distanceText(ms: number): string {
  return ms >= 0 ? words.before(ageText(ms)) : words.after(ageText(-ms))
}
