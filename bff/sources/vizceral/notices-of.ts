import type { NodeNotice } from '#contract/roster.ts'
import { numberOfWire, type WireNotice, type WireService } from './wire.ts'

const LONGEST_TEXT = 300
const MOST_NOTICES = 10
const WORST_FIRST: readonly NodeNotice['severity'][] = ['critical', 'warning', 'info']

/** What the feed says of a node in words, the worst first; one without words says nothing. */
export function noticesOf({ notices }: Pick<WireService, 'notices'>): NodeNotice[] {
  return (notices ?? [])
    .flatMap((notice): NodeNotice[] => {
      const text = notice === null ? '' : textOf(notice)
      return notice === null || text === '' ? [] : [{ severity: severityOf(notice), text }]
    })
    .toSorted((one, other) => WORST_FIRST.indexOf(one.severity) - WORST_FIRST.indexOf(other.severity))
    .slice(0, MOST_NOTICES)
}

function textOf({ title, subtitle }: WireNotice): string {
  const parts = [title, subtitle].flatMap((part) => part?.trim() || [])
  return parts.join(': ').slice(0, LONGEST_TEXT)
}

/** Vizceral takes what has no severity for information. */
function severityOf({ severity }: WireNotice): NodeNotice['severity'] {
  const number = numberOfWire(severity)
  if (number >= 2) return 'critical'
  return number >= 1 ? 'warning' : 'info'
}
