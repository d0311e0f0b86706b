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

/** What a row that is absent says: nothing; or none, of a counter that others keep or that was asked of all. */
export type Absence = 'unknown' | 'none-if-kept' | 'none-if-answered'

/** Reads rows by the labels they have in common; those of one key add up. */
export function valuesBy(
  { read, step, isAnswered }: Pick<ReadingFacts, 'read' | 'step' | 'isAnswered'>,
  role: Role,
  keyOf: (labels: WireLabels) => string,
  absence: Absence = 'unknown',
): ValuesBy {
  const values = new Map<string, number>()
  for (const row of read(role)) {
    if (row.present[step] !== 1) continue
    const key = keyOf(row.labels)
    const value = row.values[step] ?? NaN
    values.set(key, (values.get(key) ?? 0) + value)
  }
  const isNone = absence === 'none-if-kept' ? values.size > 0 : absence === 'none-if-answered' && isAnswered(role)
  const absent = isNone ? 0 : NaN
  return (labels) => values.get(keyOf(labels)) ?? absent
}
