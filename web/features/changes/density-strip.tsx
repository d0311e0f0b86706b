import { useRef, type KeyboardEvent } from 'react'
import type { ChangeKind } from '#contract/change.ts'
import { changesWords as words } from '#web/messages/changes-en.ts'
import { utcMinuteText, utcTimeText } from '#web/messages/format.ts'
import { markWords } from '#web/messages/marks-en.ts'
import type { Density } from './density.ts'
import classes from './density-strip.module.css'
import { dayOf } from './feed-rows.ts'
import { KindIcon, toneOf } from './kind-icon.tsx'

export interface DensityStripProps {
  density: Density
  /** Kinds asked for; empty for all. */
  kinds: ReadonlySet<ChangeKind>
  onKind: (kind: ChangeKind) => void
  onSpan: (from: number, to: number) => void
}

const DAY_MS = 86_400_000

/** When changes happened, a line a kind: a kind's name shows only that kind, a column only that time. */
export function DensityStrip({ density, kinds, onKind, onSpan }: DensityStripProps) {
  const { lanes, from, stepMs, buckets } = density
  const most = Math.max(1, ...lanes.flatMap(({ counts }) => [...counts]))
  const columns = useRef<HTMLDivElement>(null)
  return (
    <section className={classes.strip} aria-label={words.density}>
      <div className={classes.kinds} role="group" aria-label={words.kinds}>
        {lanes.map(({ kind, total }) => (
          <button
            key={kind}
            type="button"
            className={classes.kind}
            data-tone={toneOf(kind)}
            aria-pressed={kinds.has(kind)}
            data-dimmed={isDimmed(kinds, kind) || undefined}
            title={words.onlyKind(markWords.change[kind])}
            onClick={() => onKind(kind)}
          >
            <KindIcon kind={kind} />
            <span>{markWords.change[kind]}</span>
            <span className={classes.total}>{total}</span>
          </button>
        ))}
      </div>
      <div ref={columns} className={classes.columns} onKeyDown={(event) => stepAside(event, columns.current)}>
        {Array.from({ length: buckets }, (_, bucket) => {
          const counted = countedIn(density, bucket)
          const at = from + bucket * stepMs
          return (
            <button
              key={at}
              type="button"
              className={classes.column}
              tabIndex={bucket === firstFilled(density) ? 0 : -1}
              disabled={counted === ''}
              aria-label={words.bucket(momentText(at, stepMs), momentText(at + stepMs, stepMs), counted || words.none)}
              title={`${momentText(at, stepMs)} – ${momentText(at + stepMs, stepMs)} UTC\n${counted}`}
              onClick={() => onSpan(at, at + stepMs)}
            >
              {lanes.map(({ kind, counts }) => (
                <span
                  key={kind}
                  className={classes.cell}
                  data-tone={toneOf(kind)}
                  data-dimmed={isDimmed(kinds, kind) || undefined}
                  style={{ opacity: shade(counts[bucket] ?? 0, most) }}
                />
              ))}
            </button>
          )
        })}
      </div>
      <div className={classes.axis} aria-hidden>
        {axisOf(density).map(({ at, share }) => (
          <span key={at} style={{ left: `${share * 100}%` }}>
            {momentText(at, stepMs)}
          </span>
        ))}
      </div>
    </section>
  )
}

function isDimmed(kinds: ReadonlySet<ChangeKind>, kind: ChangeKind): boolean {
  return kinds.size > 0 && !kinds.has(kind)
}

/** One is plain to see; many are told apart by little. */
function shade(count: number, most: number): number {
  return count === 0 ? 0 : 0.45 + 0.55 * Math.sqrt(count / most)
}

function countedIn({ lanes }: Density, bucket: number): string {
  return lanes
    .filter(({ counts }) => (counts[bucket] ?? 0) > 0)
    .map(({ kind, counts }) => words.countOf(counts[bucket] ?? 0, markWords.change[kind]))
    .join(', ')
}

function firstFilled(density: Density): number {
  for (let bucket = 0; bucket < density.buckets; bucket += 1) if (countedIn(density, bucket) !== '') return bucket
  return -1
}

/** Left and right lead to the next column in which anything happened. */
function stepAside(event: KeyboardEvent, columns: HTMLElement | null): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (step === undefined || columns === null) return
  const filled = [...columns.querySelectorAll<HTMLButtonElement>('button:not([disabled])')]
  const here = filled.findIndex((button) => button === event.target)
  event.preventDefault()
  filled[Math.min(Math.max(here + step, 0), filled.length - 1)]?.focus()
}

const LABELS = 6

function axisOf({ from, stepMs, buckets }: Density): { at: number; share: number }[] {
  const every = Math.max(1, Math.ceil(buckets / LABELS))
  const marks: { at: number; share: number }[] = []
  for (let bucket = 0; bucket < buckets; bucket += every) {
    marks.push({ at: from + bucket * stepMs, share: bucket / buckets })
  }
  return marks
}

/** The day stands with it where a stretch is long, seconds where it is short. */
function momentText(at: number, stepMs: number): string {
  if (stepMs >= DAY_MS) return dayOf(at)
  if (stepMs >= DAY_MS / 24) return `${dayOf(at).slice(5)} ${utcMinuteText(at)}`
  return stepMs < 60_000 ? utcTimeText(at) : utcMinuteText(at)
}
