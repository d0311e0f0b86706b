import { PERCENTILE } from '#bff/sources/atlas/wire-expressions.ts'
import { createQuantile } from '../quantile.ts'
import type { Aggregate, Expression, Query, Tags } from './stack-language.ts'
import type { Moment, WorldSeries } from './world-series.ts'

/** What an expression says of the world's series, step by step. */

export interface EvaluatedLine {
  tags: Tags
  /** Per moment; NaN where nothing is known. */
  values: number[]
}

export interface Evaluation {
  series: readonly WorldSeries[]
  /** The steps, oldest first, of one region's telemetry. */
  momentsOf: (region: string) => readonly Moment[]
  /** Upper bounds of the buckets of latency, ms. */
  boundsMs: readonly number[]
}

export function evaluate(expression: Expression, input: Evaluation): EvaluatedLine[] {
  switch (expression.kind) {
    case 'lines':
      return grouped(expression, input, (members, step) => aggregateOf(expression.aggregate, members, step, input))
    case 'percentiles':
      return expression.percentiles.flatMap((percentile) =>
        grouped(expression, input, (members, step) => percentileOf(percentile, members, step, input)).map((line) => ({
          ...line,
          tags: { ...line.tags, [PERCENTILE]: percentile.toFixed(1).padStart(5) },
        })),
      )
    case 'quotient':
      return quotient(evaluate(expression.over, input), evaluate(expression.under, input))
  }
}

/** Series that lack a key of the grouping are in no group; those without any value are not there. */
function grouped(
  { query, by }: { query: Query; by: readonly string[] },
  input: Evaluation,
  valueOf: (members: readonly WorldSeries[], step: number) => number,
): EvaluatedLine[] {
  const matching = input.series.filter(({ tags }) => query(tags) && by.every((key) => tags[key] !== undefined))
  const groups = Map.groupBy(matching, ({ tags }) => by.map((key) => tags[key]).join('\n'))
  return Array.from(groups.values(), (members) => {
    const first = members[0]?.tags ?? {}
    const tags = Object.fromEntries(['name', ...by].flatMap((key) => (first[key] ? [[key, first[key]]] : [])))
    const count = input.momentsOf('').length
    return { tags, values: Array.from({ length: count }, (_, step) => valueOf(members, step)) }
  }).filter(({ values }) => values.some((value) => !Number.isNaN(value)))
}

/** As Atlas does: what is NaN counts for nothing, and only where all is NaN the result is. */
function aggregateOf(
  aggregate: Aggregate,
  members: readonly WorldSeries[],
  step: number,
  { momentsOf }: Evaluation,
): number {
  let result = NaN
  for (const member of members) {
    const moment = momentsOf(member.region)[step]
    if (moment === undefined) continue
    const value = member.valueAt(moment)
    if (Number.isNaN(value)) continue
    if (aggregate === 'max') result = result >= value ? result : value
    else result = (Number.isNaN(result) ? 0 : result) + (aggregate === 'count' ? member.instances(moment) : value)
  }
  return result
}

/** Seconds; 0 where nothing was counted, as Atlas says it. */
function percentileOf(
  percentile: number,
  members: readonly WorldSeries[],
  step: number,
  { momentsOf, boundsMs }: Evaluation,
): number {
  const quantile = createQuantile(boundsMs)
  let isKnown = false
  for (const { bucketsAt, region } of members) {
    const moment = momentsOf(region)[step]
    const buckets = moment === undefined ? null : (bucketsAt?.(moment) ?? null)
    if (buckets === null) continue
    isKnown = true
    quantile.add(buckets, 0)
  }
  if (!isKnown) return NaN
  const ms = quantile.read(percentile / 100) ?? NaN
  return Number.isNaN(ms) ? 0 : ms / 1_000
}

function quotient(over: readonly EvaluatedLine[], under: readonly EvaluatedLine[]): EvaluatedLine[] {
  const keyOf = ({ tags }: EvaluatedLine) => JSON.stringify(Object.entries(tags).toSorted())
  const divisors = new Map(under.map((line) => [keyOf(line), line]))
  return over.flatMap((line) => {
    const divisor = divisors.get(keyOf(line))
    if (divisor === undefined) return []
    const values = line.values.map((value, step) => {
      const by = divisor.values[step] ?? NaN
      return by === 0 ? (value === 0 ? 0 : NaN) : value / by
    })
    return [{ ...line, values }]
  })
}
