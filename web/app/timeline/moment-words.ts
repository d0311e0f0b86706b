import { replayWords as words } from '#web/messages/replay-en.ts'
import { ageText, utcTimeText, utcWhenText } from '#web/messages/format.ts'
import { gapText } from '#web/messages/gap-text.ts'
import type { ReplayState } from '#web/live/replay-state.ts'

export interface MomentWords {
  /** `Paused`, `Playing ×10`. */
  title: string
  /** `14:02:11 UTC`, with its day where that is another. */
  moment: string
  /** `12 min ago`. */
  ago: string
  /** What else is to be known of the picture; empty where it is simply that of the moment. */
  note: string
  tone: 'past' | 'waiting' | 'gap' | 'failed'
  /** For those who hear it; holds nothing that counts. */
  spoken: string
}

/** A frame further away than this is said to be of another moment. */
const NOTABLE_LAG_MS = 2_000

/** What is said of the moment shown, wherever it is said; null while live. `now`: UTC ms, on the same clock. */
export function momentWordsOf(
  state: Pick<ReplayState, 'mode' | 'speed' | 'at' | 'status' | 'gap' | 'frame'>,
  now: number,
): MomentWords | null {
  const { mode, speed, at, status } = state
  if (mode === 'live' || at === null) return null
  const time = utcWhenText(at, now)
  return {
    title: mode === 'playing' ? words.title.playing(speed) : words.title.paused,
    moment: words.moment(time),
    ago: words.ago(ageText(now - at)),
    note: noteOf(state, at, now),
    tone: ({ ready: 'past', loading: 'waiting', gap: 'gap', failed: 'failed' } as const)[status],
    spoken:
      status === 'gap'
        ? words.spoken.gap
        : mode === 'playing'
          ? words.spoken.playing(speed)
          : words.spoken.paused(time),
  }
}

function noteOf({ status, gap, frame }: Parameters<typeof momentWordsOf>[0], at: number, now: number): string {
  switch (status) {
    case 'loading':
      return withPicture(words.loading, frame)
    case 'failed':
      return withPicture(words.notFetched, frame)
    case 'gap':
      return gapText(gap, now)
    case 'ready': {
      const lag = frame === null ? 0 : at - frame.worldAt
      return frame === null || lag < NOTABLE_LAG_MS ? '' : words.pictureOf(utcTimeText(frame.worldAt), ageText(lag))
    }
  }
}

/** Until the moment's own picture is there, another one may stand on screen: then its time is said. */
function withPicture(note: string, frame: ReplayState['frame']): string {
  return frame === null ? note : `${note} · ${words.stillOf(utcTimeText(frame.worldAt))}`
}
