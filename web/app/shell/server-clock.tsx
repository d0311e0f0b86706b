import { useLive } from '#web/live/use-live.ts'
import { useNow } from '#web/live/use-now.ts'
import { Clock } from './clock.tsx'

/** What time it is where the server is. */
export function ServerClock() {
  const worldNow = useNow()
  const aheadMs = useLive(({ frame }) => (frame === null ? 0 : frame.worldAt - frame.at))
  return <Clock now={worldNow - aheadMs} />
}
