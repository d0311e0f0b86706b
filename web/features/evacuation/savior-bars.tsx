import type { RegionLoad } from '#contract/evacuation/plan.ts'
import { whatIfWords as words } from '#web/messages/evacuation-en.ts'
import { runWords } from '#web/messages/evacuation-run-en.ts'
import { formatRequestsPerSecond, formatWholeShare } from '#web/messages/format-numbers.ts'
import classes from './savior-bars.module.css'

export interface SaviorBarsProps {
  loads: readonly RegionLoad[]
  /** Where it is measured now, by region: then that is the bar and the plan a tick; else the plan is the bar. */
  measured?: ReadonlyMap<string, number>
}

/** What each region carries, now and then, against what it can safely carry. */
export function SaviorBars({ loads, measured }: SaviorBarsProps) {
  if (loads.length === 0) return <p className={classes.quiet}>{words.nobody}</p>
  return (
    <ul className={classes.bars}>
      {loads.map((load) => (
        <Savior key={load.region} load={load} measured={measured?.get(load.region) ?? null} />
      ))}
    </ul>
  )
}

function Savior({ load, measured }: { load: RegionLoad; measured: number | null }) {
  const { region, tightestService, saturating } = load
  const before = measured ?? load.beforeRequestsPerSecond
  const after = load.afterRequestsPerSecond
  const safe = load.safeRequestsPerSecond
  const filled = measured ?? after
  const most = Math.max(before ?? 0, after ?? 0, safe ?? 0) * 1.04
  const use = after === null || safe === null || safe === 0 ? null : after / safe
  const [worst, ...more] = saturating
  // Coloured by what the bar stands for: what is measured, or where nothing is, what is planned.
  const shown = measured === null || safe === null || safe === 0 ? use : measured / safe
  const isOver = (shown !== null && shown > 1) || undefined
  const isPlanOver = (use !== null && use > 1) || undefined
  return (
    <li>
      <div className={classes.head}>
        <strong>{region}</strong>
        <span className={classes.numbers}>
          {rateText(before)} → <strong>{rateText(after)}</strong>
          <span className={classes.unit}> requests/s</span>
        </span>
      </div>
      <div className={classes.track} data-over={isOver} aria-hidden>
        {after !== null && measured !== null && (
          <span className={classes.plan} style={{ left: widthOf(after, most) }} />
        )}
        {filled !== null && <span className={classes.then} style={{ width: widthOf(filled, most) }} />}
        {measured === null && before !== null && (
          <span className={classes.now} style={{ width: widthOf(Math.min(before, filled ?? before), most) }} />
        )}
        {safe !== null && <span className={classes.safe} style={{ left: widthOf(safe, most) }} />}
      </div>
      <div className={classes.foot}>
        <span data-over={isOver}>{useText({ measured, safe, use })}</span>
        <span data-over={(measured !== null && isPlanOver) || undefined}>
          {measured !== null && use !== null
            ? runWords.plannedShare(formatWholeShare(use))
            : tightestService === null
              ? ''
              : words.tightest(tightestService)}
        </span>
      </div>
      {worst !== undefined && (
        <p className={classes.worst}>
          {words.saturating(worst.service, formatWholeShare(worst.utilisation))}
          {more.length > 0 && ` ${words.moreSaturating(more.length)}`}
        </p>
      )}
    </li>
  )
}

function useText({
  measured,
  safe,
  use,
}: {
  measured: number | null
  safe: number | null
  use: number | null
}): string {
  if (safe === null || safe === 0) return words.noSafe
  if (measured !== null) return words.ofSafe(formatWholeShare(measured / safe))
  return use === null ? words.noSafe : words.ofSafe(formatWholeShare(use))
}

function rateText(rate: number | null): string {
  return formatRequestsPerSecond(rate ?? NaN)
}

function widthOf(value: number, most: number): string {
  return `${most === 0 ? 0 : Math.min(100, (value / most) * 100)}%`
}
