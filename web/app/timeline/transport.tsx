import { UnstyledButton } from '@mantine/core'
import '@mantine/core/styles/UnstyledButton.css'
import IconPlayerPause from '@tabler/icons-react/dist/esm/icons/IconPlayerPause.mjs'
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs'
import IconPlayerSkipBack from '@tabler/icons-react/dist/esm/icons/IconPlayerSkipBack.mjs'
import IconPlayerSkipForward from '@tabler/icons-react/dist/esm/icons/IconPlayerSkipForward.mjs'
import type { ReactNode } from 'react'
import { REPLAY_SPEEDS } from '#web/live/replay-state.ts'
import { useReplay } from '#web/live/use-replay.ts'
import { ageText } from '#web/messages/format.ts'
import { replayWords as words } from '#web/messages/replay-en.ts'
import { freshnessWords } from '#web/messages/widgets-en.ts'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { KeyHint } from '#web/ui/key-hint.tsx'
import classes from './transport.module.css'
import type { NowWords } from './now-words.ts'
import { neighbourOf } from './timeline-range.ts'
import type { TimeTravel } from './use-time-travel.ts'

export interface TransportProps {
  time: TimeTravel
  now: NowWords
  /** When something changed, UTC ms. */
  changes: readonly number[]
}

/** Pause and play, from change to change, how fast, and back to now. */
export function Transport({ time, now, changes }: TransportProps) {
  const { mode, replay, toggle } = time
  const speed = useReplay((state) => state.speed)
  const here = time.at ?? time.now
  const isPaused = mode === 'paused'
  const Toggle = isPaused ? IconPlayerPlay : IconPlayerPause
  return (
    <div className={classes.transport} role="group" aria-label={words.controls}>
      <StepButton label={words.previousChange} to={neighbourOf(changes, here, 'before')} onStep={replay.seek}>
        <IconPlayerSkipBack size={15} stroke={1.6} aria-hidden />
      </StepButton>
      <UnstyledButton
        className={classes.button}
        onClick={toggle}
        aria-label={isPaused ? words.play : words.pause}
        title={isPaused ? words.play : words.pause}
        aria-keyshortcuts="Space"
      >
        <Toggle size={16} stroke={1.6} aria-hidden />
      </UnstyledButton>
      <StepButton label={words.nextChange} to={neighbourOf(changes, here, 'after')} onStep={replay.seek}>
        <IconPlayerSkipForward size={15} stroke={1.6} aria-hidden />
      </StepButton>
      {mode !== 'live' && (
        <div className={classes.choices} role="group" aria-label={words.speeds}>
          {REPLAY_SPEEDS.map((one) => (
            <UnstyledButton
              key={one}
              className={classes.choice}
              aria-pressed={mode === 'playing' && speed === one}
              title={words.speedHint(one)}
              onClick={() => replay.play(one)}
            >
              {words.speed(one)}
            </UnstyledButton>
          ))}
        </div>
      )}
      <LiveState time={time} now={now} />
    </div>
  )
}

interface StepButtonProps {
  label: string
  to: number | null
  onStep: (at: number) => void
  children: ReactNode
}

function StepButton({ label, to, onStep, children }: StepButtonProps) {
  return (
    <UnstyledButton
      className={classes.button}
      disabled={to === null}
      aria-label={label}
      title={to === null ? words.noChange : label}
      onClick={() => to !== null && onStep(to)}
    >
      {children}
    </UnstyledButton>
  )
}

const MARK = { late: 'degraded', stale: 'degraded', unknown: 'unknown', waiting: 'unknown' } as const

/**
 * Now, or how old what stands for it is; or the way back to it. Which moment of the past is shown instead is said over
 * the picture and in the top bar.
 */
function LiveState({ time: { words: moment, replay }, now }: { time: TimeTravel; now: NowWords }) {
  if (moment === null) {
    return (
      <span className={classes.state} data-now={now.tone}>
        {now.tone === 'live' ? (
          <span className={classes.dot} aria-hidden />
        ) : (
          <HealthMark health={MARK[now.tone]} size={10} />
        )}
        {Number.isNaN(now.ageMs) ? now.text : `${now.text} · ${ageWordsOf(now)}`}
      </span>
    )
  }
  return (
    <UnstyledButton className={classes.backToLive} onClick={replay.live} title={words.liveHint} aria-keyshortcuts="l">
      <span className={classes.dot} aria-hidden />
      {words.backToLive} <KeyHint keys={['l']} decorative />
    </UnstyledButton>
  )
}

function ageWordsOf({ tone, ageMs }: NowWords): string {
  return (tone === 'unknown' ? words.notLive.lastSeen : freshnessWords.old)(ageText(ageMs))
}
