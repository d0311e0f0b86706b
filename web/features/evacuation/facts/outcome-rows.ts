import type { RunOutcome } from '#contract/evacuation/forecast.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { outcomeWords as words } from '#web/messages/outcome-en.ts'
import { ageText } from '#web/messages/format.ts'
import { formatRequestsPerSecond, formatWholeShare } from '#web/messages/format-numbers.ts'

/** One thing planned against what came, in words with units. */
export interface OutcomeRow {
  what: string
  planned: string
  actual: string
  /** What to make of it; empty where there is nothing to compare. */
  says: string
}

/** Nothing more moves by it. */
export function isOver({ phase, endedAt }: Pick<Run, 'phase' | 'endedAt'>): boolean {
  return endedAt !== null || phase === 'evacuated'
}

/** While it runs, what is less than planned so far may still come. On the way back no region is a savior. */
export function outcomeRows(outcome: RunOutcome, isOver: boolean, isBack = false): OutcomeRow[] {
  const { tookMs, shortfallRequestsPerSecond: short, peakUtilisation: peak, customerMinutes: lost } = outcome
  const rate = (value: number) => `${formatRequestsPerSecond(value)} requests/s`
  const minutes = (value: number) => `${formatRequestsPerSecond(value)} customer minutes`
  const used = (value: number) => words.used(formatWholeShare(value))
  const points = (value: number) => words.points(Math.round(value * 100))
  return [
    {
      what: words.took,
      planned: textOf(tookMs.planned, ageText),
      actual: tookMs.actual === null ? (isOver ? words.notReached : words.underWay) : ageText(tookMs.actual),
      says: comparison(tookMs, ageText, words.longer, words.shorter),
    },
    {
      what: isBack ? words.shortfallBack : words.shortfall,
      ...told(short, rate),
      says: soFar(comparison(short, rate, words.more, words.less), short, isOver),
    },
    {
      what: isBack ? words.peakBack : words.peak,
      planned: textOf(peak.planned, used),
      actual: peak.actual === null || peak.region === null ? words.unknown : words.in(used(peak.actual), peak.region),
      says: soFar(comparison(peak, points, words.more, words.less), peak, isOver),
    },
    {
      what: words.lost,
      planned:
        lost.low === null || lost.high === null || lost.planned === null
          ? words.unknown
          : words.band(minutes(lost.planned), formatRequestsPerSecond(lost.low), formatRequestsPerSecond(lost.high)),
      actual: textOf(lost.actual, minutes),
      says: [
        comparison(lost, minutes, words.more, words.less),
        ...(lost.doNothing === null ? [] : [words.without(minutes(lost.doNothing))]),
        ...(outcome.unseenMs === 0 ? [] : [words.unseen(ageText(outcome.unseenMs))]),
      ]
        .filter((text) => text !== '')
        .join(' '),
    },
  ]
}

interface Score {
  planned: number | null
  actual: number | null
}

function told({ planned, actual }: Score, write: (value: number) => string): Pick<OutcomeRow, 'planned' | 'actual'> {
  return { planned: textOf(planned, write), actual: textOf(actual, write) }
}

function textOf(value: number | null, write: (value: number) => string): string {
  return value === null ? words.unknown : write(value)
}

function soFar(text: string, { planned, actual }: Score, isOver: boolean): string {
  return isOver || (planned ?? 0) < (actual ?? 0) ? text : ''
}

/** Nearer than this to what was planned is as planned. */
const AS_PLANNED = 0.05

function comparison(
  { planned, actual }: Score,
  write: (value: number) => string,
  more: (text: string) => string,
  less: (text: string) => string,
): string {
  if (planned === null || actual === null) return ''
  const apart = actual - planned
  if (Math.abs(apart) <= AS_PLANNED * Math.max(planned, actual)) return words.asPlanned
  return apart > 0 ? more(write(apart)) : less(write(-apart))
}
