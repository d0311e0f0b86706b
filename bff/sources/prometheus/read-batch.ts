import type { Batch } from './batch.ts'
import type { Role } from './question.ts'
import type { ProblemList } from './report-problems.ts'
import { seriesOf, type Series, type Steps } from './series.ts'

/** The rows that answered a question; none where it failed or was not asked. */
export type Reader = (role: Role) => readonly Series[]

export function createReader(batch: Batch, steps: Steps, problems: ProblemList): Reader {
  const lists = new Map<Role, readonly Series[]>()
  for (const [role, { answer }] of batch) {
    if (answer.kind === 'failed') continue
    const list = seriesOf(answer.value.result, steps)
    lists.set(role, list.series)
    if (list.unreadableRows > 0) {
      problems.say(
        role,
        `${list.unreadableRows} rows are native histograms or texts, which are not read; ask for a plain number per row.`,
      )
    }
    if (list.infiniteSamples > 0) {
      problems.say(
        role,
        `${list.infiniteSamples} values are infinite and count as unknown; is something divided by zero?`,
      )
    }
  }
  return (role) => lists.get(role) ?? []
}

export function isAnswered(batch: Batch, role: Role): boolean {
  return batch.get(role)?.answer.kind === 'answered'
}
