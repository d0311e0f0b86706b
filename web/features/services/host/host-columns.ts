import { HOST_SPAN_MS, type HostMeasure, type HostMetrics } from '#contract/services/host.ts'
import type { ChartLine, ChartSpan } from '#web/ui/chart/chart-line.ts'
import type { HeatRow } from '#web/ui/chart/heat-cells.ts'

/** What the charts of a host are made of, out of its columns. Pure. */

type Values = readonly (number | null)[]
type Look = Pick<ChartLine, 'name' | 'tone' | 'stroke'> & { filled?: boolean }

export function columnOf({ series }: HostMetrics, measure: HostMeasure, of: string | null = null): Values | null {
  return series.find((one) => one.measure === measure && one.of === of)?.values ?? null
}

/** A line of that measure; none where the host does not tell it. */
export function lineOf(host: HostMetrics, look: Look, measure: HostMeasure, of: string | null = null): ChartLine[] {
  const values = columnOf(host, measure, of)
  return values === null ? [] : [{ ...look, at: host.at, values }]
}

/** Several measures added up at each instant; unknown where one of them is. */
export function sumLineOf(host: HostMetrics, look: Look, measures: readonly HostMeasure[]): ChartLine[] {
  const told = measures.filter((measure) => columnOf(host, measure) !== null)
  if (told.length === 0) return []
  const values = host.at.map((_, index) =>
    told.reduce<number | null>((sum, measure) => {
      const value = columnOf(host, measure)?.[index] ?? null
      return sum === null || value === null ? null : sum + value
    }, 0),
  )
  return [{ ...look, at: host.at, values }]
}

export function newestOf(values: Values | null): number {
  return values?.at(-1) ?? NaN
}

/** Busy shares of the cores, in the order of their numbers. */
export function coreRows({ series }: HostMetrics): HeatRow[] {
  return series
    .flatMap(({ measure, of, values }) => (measure === 'cpuBusyShare' && of !== null ? [{ name: of, values }] : []))
    .toSorted((one, other) => NATURAL.compare(one.name, other.name))
}

/** Disks or interfaces by name: those on which anything happened, and those on which nothing did. */
export function devicesOf(host: HostMetrics, measures: readonly HostMeasure[]): { lively: string[]; idle: string[] } {
  const columns = host.series.filter(({ measure, of }) => of !== null && measures.includes(measure))
  const names = [...new Set(columns.flatMap(({ of }) => (of === null ? [] : [of])))].toSorted(NATURAL.compare)
  const isLively = (name: string) =>
    columns.some(({ of, values }) => of === name && values.some((value) => value !== null && value > 0))
  return { lively: names.filter(isLively), idle: names.filter((name) => !isLively(name)) }
}

const NATURAL = new Intl.Collator('en', { numeric: true })

/** Beyond so many periods between two samples nothing is known of the time between. */
const HOLE_PERIODS = 3

/** The same with an unknown instant in every hole: no line is drawn across what nobody saw. */
export function withHoles(host: HostMetrics): HostMetrics {
  const { at, periodMs, series } = host
  const holes = at.flatMap((instant, index) =>
    instant - (at[index - 1] ?? instant) > HOLE_PERIODS * periodMs ? [index] : [],
  )
  if (holes.length === 0) return host
  const before = new Set(holes)
  return {
    ...host,
    at: at.flatMap((instant, index) => (before.has(index) ? [(at[index - 1] ?? 0) + periodMs, instant] : [instant])),
    series: series.map((one) => ({
      ...one,
      values: one.values.flatMap((value, index) => (before.has(index) ? [null, value] : [value])),
    })),
  }
}

/** So that a host that was just opened is not one corner of five minutes: the shortest of these that holds all. */
const SPANS_MS = [60_000, 120_000, HOST_SPAN_MS]

/**
 * The minutes up to the newest sample; where the host is silent up to now on its own clock, so that the silence
 * shows and grows. Whole seconds, so that it stands still between them.
 */
export function spanOf({ at, skewMs, periodMs }: HostMetrics, serverNow: number): ChartSpan {
  const newest = at.at(-1) ?? serverNow
  const now = Math.floor((serverNow + (skewMs ?? 0)) / 1_000) * 1_000
  const to = now - newest > HOLE_PERIODS * periodMs ? now : newest
  const held = to - (at[0] ?? to)
  return { from: to - (SPANS_MS.find((span) => span >= held) ?? HOST_SPAN_MS), to }
}
