import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '#web/api/session.ts'

/** Whether whoever looks may write down a change; no until that is known. */
export function useMayRecord(): boolean {
  return useQuery(sessionQuery()).data?.signedIn?.permissions.includes('fleet.annotate') === true
}
