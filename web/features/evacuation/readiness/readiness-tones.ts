import type { ReadinessFinding, RegionsReadiness } from '#contract/evacuation/api.ts'
import type { StandingState } from '#contract/evacuation/standing.ts'
import { readinessWords as words } from '#web/messages/readiness-en.ts'
import type { MarkedHealth } from '#web/ui/health-mark.tsx'

export type FindingState = ReadinessFinding['state']

/** What weighs most first. */
export const WORST_FIRST: readonly FindingState[] = ['not-ready', 'unknown', 'warns', 'ready']

export const MARK_OF_STATE: Readonly<Record<FindingState, MarkedHealth>> = {
  ready: 'healthy',
  warns: 'degraded',
  'not-ready': 'failing',
  unknown: 'unknown',
}

export const MARK_OF_STANDING: Readonly<Record<StandingState, MarkedHealth>> = {
  approved: 'healthy',
  'awaiting-approval': 'degraded',
  unadopted: 'idle',
  outside: 'failing',
  expired: 'failing',
  none: 'unknown',
}

export function worstOf(findings: readonly ReadinessFinding[]): FindingState {
  return WORST_FIRST.find((state) => findings.some((finding) => finding.state === state)) ?? 'unknown'
}

/** `2 not ready, 1 to mind`; `9 ready` where nothing else is to be said. */
export function countsText({ findings }: RegionsReadiness['regions'][number]): string {
  const counts = WORST_FIRST.flatMap((state) => {
    const count = findings.filter((finding) => finding.state === state).length
    return count === 0 ? [] : [{ state, text: words.count(count, words.countWords[state]) }]
  })
  const wrong = counts.filter(({ state }) => state !== 'ready')
  return (wrong.length > 0 ? wrong : counts).map(({ text }) => text).join(', ')
}
