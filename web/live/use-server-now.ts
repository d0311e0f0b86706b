import { useLive } from './use-live.ts'
import { useNow } from './use-now.ts'

/** Now on the server's own clock, UTC ms: what runs, verdicts and their deadlines carry. Moves once a second. */
export function useServerNow(): number {
  const aheadMs = useLive(({ frame }) => (frame === null ? 0 : frame.worldAt - frame.at))
  return useNow() - aheadMs
}
