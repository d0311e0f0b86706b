import { useState } from 'react'

/**
 * A query's error for as long as nothing better is known. The library forgets it each time it asks again without ever
 * having had an answer, and a screen would flicker between "failed" and "loading".
 */
export function useLastingError({ data, error }: { data: unknown; error: Error | null }): Error | null {
  const [last, setLast] = useState<Error | null>(null)
  const lasting = error ?? (data === undefined ? last : null)
  if (lasting !== last) setLast(lasting)
  return lasting
}
