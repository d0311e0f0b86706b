import type { Latency } from '#contract/latency.ts'
import { chartWords as words } from '#web/messages/charts-en.ts'
import { utcMinuteText } from '#web/messages/format.ts'
import type { ChartLine } from '#web/ui/chart/chart-line.ts'

/** p90 and p50 under the p99 that is recorded; nothing where nobody told them. */
export function latencyLines(latency: Latency | undefined): ChartLine[] {
  if (latency === undefined) return []
  const { at, p50LatencyMs, p90LatencyMs } = latency
  const lines: ChartLine[] = [
    { name: words.p90, at, values: p90LatencyMs, tone: 'muted', stroke: 'solid' },
    { name: words.p50, at, values: p50LatencyMs, tone: 'faint', stroke: 'solid' },
  ]
  return lines.filter(({ values }) => values.some((value) => value !== null))
}

/** Who tells p50 and p90, of what, and why where nobody does. */
export function latencyNotes(latency: Latency): string[] {
  if (!latency.isLive) return [keptNote(latency)]
  const { connections, toldBy } = latency
  const tellers = toldBy.filter(({ problem }) => problem === null)
  const told = tellers.reduce((sum, word) => sum + word.connections, 0)
  const names = tellers.map(({ source, preset }) => words.sourceAndPreset(source, preset))
  return [
    ...(told > 0 ? [words.latencyToldBy(names)] : []),
    ...(told > 0 && connections > 1 ? [words.slowestOf(told, connections)] : []),
    ...(told === 0 && tellers.length > 0 ? [words.latencyOfNone(names)] : []),
    ...(toldBy.length === 0 ? [words.latencyNobody] : []),
    ...toldBy.flatMap(({ source, preset, problem }) =>
      problem === null ? [] : [words.latencyUntold(words.sourceAndPreset(source, preset), problem)],
    ),
  ]
}

function keptNote({ at, p50LatencyMs, p90LatencyMs }: Latency): string {
  const first = at.findIndex((_, point) => [p50LatencyMs[point], p90LatencyMs[point]].some((ms) => ms !== null))
  const since = at[first]
  return since === undefined ? words.latencyNotKept : words.latencyKept(utcMinuteText(since))
}
