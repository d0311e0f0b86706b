import { useQuery } from '@tanstack/react-query'
import type { Change } from '#contract/change.ts'
import { changesQuery } from '#web/api/changes.ts'

const DAY_MS = 86_400_000
/** Asked from whole steps on, so that not every second asks anew. */
const STEP_MS = 600_000
const NONE: readonly Change[] = []

/** What was changed of a service in the last day; of everybody's changes those that name nobody count, too. */
export function useServiceChanges(service: string, now: number): { changes: readonly Change[]; error: Error | null } {
  const from = Math.floor((now - DAY_MS) / STEP_MS) * STEP_MS
  const { data, error } = useQuery(changesQuery({ from, service, limit: 50 }))
  return { changes: data?.changes ?? NONE, error }
}
