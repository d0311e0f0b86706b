import type { RegionId } from '#contract/ids.ts'
import type { RegionNames } from './names.ts'
import type { Role } from './question.ts'
import type { Reader } from './read-batch.ts'
import type { ProblemList } from './report-problems.ts'
import type { PrometheusSettings } from './settings.ts'
import type { WireLabels } from './wire.ts'

/** What the parts of a report are read with. */
export interface ReadingFacts {
  settings: PrometheusSettings
  regions: RegionNames
  read: Reader
  isAnswered: (role: Role) => boolean
  step: number
  observedAtOf: (region: RegionId) => number
  problems: ProblemList
}

/** One question's values at one step, by whatever its rows are about; NaN where a row is absent. */
export type ValuesBy = (labels: WireLabels) => number

/**
 * Reads rows by the labels they have in common. A row that is absent is 0 only of counters that are there for others:
 * a process that has never timed out has no such series.
 */
export function valuesBy(
  { read, step }: Pick<ReadingFacts, 'read' | 'step'>,
  role: Role,
  keyOf: (labels: WireLabels) => string,
  isZeroWhereAbsent = false,
): ValuesBy {
  const values = new Map<string, number>()
  for (const row of read(role)) {
    if (row.present[step] !== 1) continue
    const key = keyOf(row.labels)
    const value = row.values[step] ?? NaN
    values.set(key, (values.get(key) ?? 0) + value)
  }
  const absent = isZeroWhereAbsent && values.size > 0 ? 0 : NaN
  return (labels) => values.get(keyOf(labels)) ?? absent
}
