import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { sourcesQuery } from '#web/api/sources.ts'
import { useLastingError } from '#web/api/use-lasting-error.ts'
import { useFrame } from '#web/live/use-frame.ts'
import { useLive } from '#web/live/use-live.ts'
import { useNow } from '#web/live/use-now.ts'
import { IdentitySection } from './identity-section.tsx'
import { withNewestSamples } from './newest-samples.ts'
import { SourcesView, type KnownSources } from './sources-view.tsx'

/**
 * Every system we read from. The stream's heartbeat says how they stand; before the first one, and while the stream is
 * away, the server is asked.
 */
export function SourcesScreen() {
  const told = useLive((live) => live.sources)
  const roster = useLive((live) => live.roster)
  const frame = useFrame()
  const streamed = useMemo(() => withNewestSamples(told, roster, frame), [told, roster, frame])
  const isStreamLive = useLive((live) => live.stream.kind === 'live')
  const lastHeardAt = useLive((live) => live.lastHeardAt)
  const skewMs = useLive((live) => live.skewMs)
  const rule = useLive((live) => live.freshness)
  const aheadMs = useLive(({ frame }) => (frame === null ? 0 : frame.worldAt - frame.at))
  const sourceNow = useNow()
  const serverNow = sourceNow - aheadMs
  const isStreamed = isStreamLive && streamed.length > 0
  const asked = useQuery({ ...sourcesQuery(), ...(isStreamed ? { refetchInterval: false as const } : {}) })
  const error = useLastingError(asked)
  const known = ((): KnownSources => {
    if (isStreamed) return { kind: 'known', sources: streamed, oldMs: null }
    if (asked.data !== undefined && error === null) {
      return { kind: 'known', sources: asked.data.sources, oldMs: null }
    }
    const toldAt = Math.max(lastHeardAt ?? 0, asked.dataUpdatedAt)
    const last = streamed.length > 0 ? streamed : asked.data?.sources
    if (last !== undefined) return { kind: 'known', sources: last, oldMs: serverNow + skewMs - toldAt }
    return error === null ? { kind: 'loading' } : { kind: 'failed', message: error.message }
  })()
  return (
    <>
      <SourcesView known={known} clocks={{ serverNow, sourceNow }} rule={rule} onRetry={() => void asked.refetch()} />
      {known.kind === 'known' && known.sources.length > 0 && <IdentitySection />}
    </>
  )
}
