import { useQuery } from '@tanstack/react-query'
import type { SignedIn } from '#contract/session.ts'
import { sessionQuery } from '#web/api/session.ts'

/** Who is looking and what they may; null while it is not known. */
export function useLooker(): SignedIn | null {
  return useQuery(sessionQuery()).data?.signedIn ?? null
}
