import { useLive } from '#web/live/use-live.ts'
import { useNow } from '#web/live/use-now.ts'

/** Now on the server's own clock, UTC ms: what sessions, proofs and tokens end by. Moves once a second. */
export function useServerNow(): number {
  const aheadMs = useLive(({ frame }) => (frame === null ? 0 : frame.worldAt - frame.at))
  return useNow() - aheadMs
}
