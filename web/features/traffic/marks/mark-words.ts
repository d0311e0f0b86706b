import { ageText } from '#web/messages/format.ts'
import { markWords as words } from '#web/messages/marks-en.ts'
import type { NodeMark } from '#web/fleet/node-marks.ts'

/** `Deploy: api v88 deployed, 4 min ago`. */
export function markText({ kind, severity, change, text, since }: NodeMark, now: number): string {
  const head =
    kind === 'alert' ? words.alert[severity ?? 'info'] : kind === 'action' ? words.change[change ?? 'other'] : ''
  const age = since === null ? '' : `, ${words.ago(ageText(now - since))}`
  return `${head === '' ? '' : `${head}: `}${text}${age}`
}

/** `2 alerts, 3 open circuit breakers, 1 recent change`; empty for none. */
export function marksSummary(marks: readonly NodeMark[]): string {
  const sumOf = (kind: NodeMark['kind']) =>
    marks.filter((mark) => mark.kind === kind).reduce((sum, { count }) => sum + count, 0)
  // One change of three services is one change.
  const changes = new Set(marks.filter(({ kind }) => kind === 'action').map(({ text, since }) => `${since} ${text}`))
  return words.counted(sumOf('breaker'), sumOf('alert'), changes.size, foretoldSummary(marks))
}

/** Of one service what is foretold of it; of several how many. */
function foretoldSummary(marks: readonly NodeMark[]): string {
  const foretold = marks.filter(({ kind }) => kind === 'foretold')
  return foretold.length > 1 ? words.foretoldCount(foretold.length) : (foretold[0]?.short ?? '')
}

/** What of it is drawn: shape and colour go together. */
export type MarkLook = 'critical' | 'warning' | 'info' | 'breaker' | 'change' | 'trial' | 'saturates'

export function markLookOf({ kind, severity, change }: Pick<NodeMark, 'kind' | 'severity' | 'change'>): MarkLook {
  if (kind === 'breaker') return 'breaker'
  if (kind === 'foretold') return 'saturates'
  if (kind === 'alert') return severity ?? 'info'
  return change === 'experiment' || change === 'canary' || change === 'chaos' || change === 'action'
    ? 'trial'
    : 'change'
}
