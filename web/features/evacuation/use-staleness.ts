import { useLive } from '#web/live/use-live.ts'

export interface Staleness {
  /** UTC ms on the server's clock: the newest answer there was. */
  since: number
  why: string
}

interface StalenessInput {
  /** When the last answer came, on the browser's clock. */
  answeredAt: number
  error: Error | null
  /** On the server's clock. */
  now: number
  /** An answer older than this is old, whatever the reason. */
  limitMs: number
}

/** Null while what is shown is fresh. */
export function useStaleness({ answeredAt, error, now, limitMs }: StalenessInput): Staleness | null {
  const skewMs = useLive((live) => live.skewMs)
  const since = answeredAt - skewMs
  return now - since <= limitMs ? null : { since, why: error?.message ?? '' }
}
