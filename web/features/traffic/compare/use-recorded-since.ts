import { useQuery } from '@tanstack/react-query'
import { fetchReplayFrames } from '#web/api/replay-frames.ts'
import { inflateReplay } from '#web/live/inflate-replay.ts'

export interface RecordedSince {
  /** The oldest moment that is recorded, UTC ms; null for none at all, undefined while it is not known. */
  since: number | null | undefined
  /** It was asked, and not answered. */
  failed: boolean
}

const STALE_MS = 60_000

/** How far back the history goes: what follows the very first second of all. */
export function useRecordedSince(wanted: boolean): RecordedSince {
  const { data, isError } = useQuery({
    queryKey: ['recorded-since'],
    queryFn: async ({ signal }) => {
      const replay = await inflateReplay(await fetchReplayFrames({ from: 0, to: 1_000, stepMs: 1_000, signal }))
      return { since: replay.at[0] ?? replay.after }
    },
    staleTime: STALE_MS,
    // The server forgets the oldest: a page that stays open asks again when it is looked at.
    refetchOnMount: true,
    ...(wanted ? {} : { enabled: false }),
  })
  return { since: data?.since, failed: isError }
}
