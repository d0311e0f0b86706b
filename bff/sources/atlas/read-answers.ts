import { filled, type Series } from '../prometheus/series.ts'
import type { Answers, Span } from './ask-all.ts'
import type { Graph, Line } from './graph.ts'
import type { Role } from './questions.ts'
import { PERCENTILE } from './wire-expressions.ts'

/** The lines of an answer over the steps that were asked for; none where it failed or was not asked. */
export type Reader = (role: Role) => readonly Series[]

export function createReader(answers: Answers, span: Span): Reader {
  const lists = new Map<Role, Series[]>()
  for (const [role, answer] of answers) {
    if (answer.kind === 'failed') continue
    const graph = answer.value
    const factor = SECONDS.has(role) ? 1_000 : 1
    lists.set(
      role,
      graph.lines
        .filter((line) => role !== 'p99' || isPercentile(line, 99))
        .map((line) => seriesOf(line, graph, span, factor)),
    )
  }
  return (role) => lists.get(role) ?? []
}

export function isAnswered(answers: Answers, role: Role): boolean {
  return answers.get(role)?.kind === 'answered'
}

export function countOfSteps({ fromMs, toMs, stepMs }: Span): number {
  return Math.round((toMs - fromMs) / stepMs) + 1
}

/** Atlas's timers are in seconds; ours are in milliseconds. */
const SECONDS: ReadonlySet<Role> = new Set<Role>(['p99', 'mean', 'max'])

/** An expression of one's own need not say which. */
export function isPercentile({ tags }: Line, percentile: number): boolean {
  const told = tags[PERCENTILE]
  return told === undefined || Number(told) === percentile
}

/**
 * Values stand by the instant their step ends at, whatever step the answer came in. Nobody answers in no time at all:
 * zero is how a percentile of no requests is told, and is unknown.
 */
function seriesOf(line: Line, graph: Graph, span: Span, factor: number): Series {
  const count = countOfSteps(span)
  const values = filled(count, NaN)
  const present = filled(count, 0)
  line.values.forEach((value, index) => {
    const step = (graph.firstMs + index * graph.stepMs - span.fromMs) / span.stepMs
    if (Number.isNaN(value) || !Number.isInteger(step) || step < 0 || step >= count) return
    present[step] = 1
    values[step] = factor === 1 ? value : value > 0 ? value * factor : NaN
  })
  return { labels: line.tags, values, present }
}
