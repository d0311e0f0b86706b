import type { SourceProblem } from '#contract/source-status.ts'
import type { Batch } from './batch.ts'
import type { SkipReason } from './edge-naming.ts'
import type { SourceFailure } from '../failure.ts'
import type { Skipped } from './edge-table.ts'
import type { Role } from './question.ts'

/** Collects what did not come back, or not whole; each complaint once, under the first question that met it. */
export interface ProblemList {
  skipped(role: Role, skipped: readonly Skipped[]): void
  say(role: Role, message: string): void
  list(): SourceProblem[]
}

export function createProblemList(batch: Batch, at: number): ProblemList {
  const problems: SourceProblem[] = []
  const leftOut = new Map<string, Skipped & { role: Role }>()
  const said = new Set<string>()
  const askedOf = (role: Role) => batch.get(role)?.question.asked ?? role
  function say(role: Role, message: string, sameAs = `${role} ${message}`): void {
    if (said.has(sameAs)) return
    said.add(sameAs)
    problems.push({ asked: askedOf(role), message, at })
  }
  /** What every question meets alike is told once. */
  function sayFailed(role: Role, { scope, kind, message }: SourceFailure): void {
    const isShared = scope === 'server' || kind === 'timeout'
    if (isShared) say(role, message, message)
    else say(role, message)
  }
  for (const [role, { answer }] of batch) {
    if (answer.kind === 'failed') sayFailed(role, answer.failure)
    else for (const warning of answer.value.warnings) say(role, `Prometheus warns: ${warning}`, warning)
  }
  return {
    say: (role, message) => say(role, message),
    skipped(role, skipped) {
      for (const { reason, rows } of skipped) {
        const key = JSON.stringify(reason)
        const known = leftOut.get(key)
        if (known === undefined) leftOut.set(key, { role, reason, rows })
        else if (known.role === role) known.rows += rows
      }
    },
    list: () => [
      ...problems,
      ...Array.from(leftOut.values(), ({ role, reason, rows }) => ({
        asked: askedOf(role),
        message: describeSkipped(reason, rows),
        at,
      })),
    ],
  }
}

export function describeSkipped(reason: SkipReason, rows: number): string {
  const these = rows === 1 ? '1 row' : `${rows} rows`
  switch (reason.kind) {
    case 'label-missing':
      return `${these} came without the label ${reason.label} and were left out; name the right label, or group by it.`
    case 'region-foreign':
      return `${these} speak of the region "${reason.value}" (label ${reason.label}), which the configuration does not know, and were left out; add it to regions, or to a region's aliases.`
    case 'name-empty':
      return `${these} have a ${reason.label} that no id can be made of, and were left out.`
  }
}
