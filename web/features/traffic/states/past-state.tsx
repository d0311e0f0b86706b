import { useNow } from '#web/live/use-now.ts'
import { useReplay, useReplayControls } from '#web/live/use-replay.ts'
import { utcWhenText } from '#web/messages/format.ts'
import { gapText } from '#web/messages/gap-text.ts'
import { replayWords as words } from '#web/messages/replay-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import classes from '#web/fleet/states.module.css'

/** A moment of the past without a picture: it is on its way, it could not be fetched, or nothing was recorded. */
export function PastState() {
  const { at, status, gap, problem } = useReplay((state) => state)
  const { seek, live } = useReplayControls()
  const now = useNow()
  if (status === 'gap') {
    const ends = [gap?.from ?? null, gap?.to ?? null].filter((end) => end !== null)
    return (
      <EmptyState
        title={gapText(gap, now)}
        action={
          <span className={classes.ways}>
            {ends.map((end) => (
              <ActionButton key={end} onClick={() => seek(Math.ceil(end / 1_000) * 1_000)}>
                {words.toRecorded(utcWhenText(end, now))}
              </ActionButton>
            ))}
            <ActionButton onClick={live}>{words.backToLive}</ActionButton>
          </span>
        }
      >
        {words.gapBody}
      </EmptyState>
    )
  }
  return (
    <div className={classes.state} role={status === 'failed' ? 'alert' : 'status'} aria-busy={status === 'loading'}>
      <h2>{words.loadingFirst(at === null ? '' : utcWhenText(at, now))}</h2>
      {status === 'failed' && <p>{words.failed(problem ?? '')}</p>}
      <ActionButton onClick={live}>{words.backToLive}</ActionButton>
    </div>
  )
}
