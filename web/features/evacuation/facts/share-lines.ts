import type { Run } from '#contract/evacuation/run.ts'
import { runWords } from '#web/messages/evacuation-run-en.ts'
import type { ChartLine, ChartSpan } from '#web/ui/chart/chart-line.ts'
import { stepTimesOf } from './step-times.ts'

/**
 * Target and observed share of the region on one axis: what was, then what the plan means to do next if every step takes
 * as long as it should.
 */
export interface ShareChart {
  lines: ChartLine[]
  span: ChartSpan
  /** The newest observed share; null while it is unknown. */
  observed: number | null
  at: number | null
}

const POINTS = 240
const LEAST_SPAN_MS = 120_000

export function shareChartOf(run: Run, now: number): ShareChart {
  const region = run.plan.scope.region
  const { shares } = run
  const last = shares.at(-1)
  const from = shares[0]?.at ?? run.startedAt ?? now
  // An evacuated region is watched for hours, and its share no longer followed: the picture ends where the moving did.
  const goesOn = run.endedAt === null && run.phase !== 'evacuated'
  const isGoing = run.phase === 'running' && run.heading === 'onward'
  const ahead = isGoing || shares.length === 0 ? plannedShares(run, last === undefined ? from : now) : []
  const to = Math.max(from + LEAST_SPAN_MS, last?.at ?? 0, ahead.at(-1)?.at ?? 0, goesOn ? now : 0)
  const targets = [...shares.map(({ at, target }) => ({ at, share: target[region] ?? null })), ...ahead]
  return {
    lines: [
      { name: runWords.target, ...sampled(targets, from, to), tone: 'muted', stroke: 'dashed' },
      {
        name: runWords.observed,
        at: shares.map(({ at }) => at),
        values: shares.map(({ observed }) => observed[region] ?? null),
        tone: 'action',
        stroke: 'solid',
      },
    ],
    span: { from, to },
    observed: last?.observed[region] ?? null,
    at: last?.at ?? null,
  }
}

interface Planned {
  at: number
  share: number | null
}

/** From this moment on: each shift takes effect when the steps before it have taken their time. */
function plannedShares(run: Run, from: number): Planned[] {
  const region = run.plan.scope.region
  const planned: Planned[] = []
  let at = from
  for (const { step, state, tookMs } of stepTimesOf(run, from)) {
    if (state === 'done' || state === 'undone') continue
    if (step.kind === 'shift' && state !== 'now') planned.push({ at, share: step.shares[region] ?? null })
    at += state === 'now' ? Math.max(0, step.estimateMs - (tookMs ?? 0)) : step.estimateMs
  }
  const end = planned.at(-1)
  if (end !== undefined) planned.push({ at, share: end.share })
  return planned
}

/** Of steps, points at equal distances: each holds what held last. */
function sampled(steps: readonly Planned[], from: number, to: number): Pick<ChartLine, 'at' | 'values'> {
  const first = steps[0]
  if (first === undefined) return { at: [], values: [] }
  const at: number[] = []
  const values: (number | null)[] = []
  let next = 0
  let share: number | null = first.share
  for (let point = 0; point <= POINTS; point++) {
    const moment = from + ((to - from) * point) / POINTS
    for (let step = steps[next]; step !== undefined && step.at <= moment; step = steps[++next]) share = step.share
    at.push(moment)
    values.push(share)
  }
  return { at, values }
}
