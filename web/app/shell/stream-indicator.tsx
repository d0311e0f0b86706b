import { UnstyledButton } from '@mantine/core'
import { useId } from 'react'
import { stream } from '#web/messages/en.ts'
import { HealthMark, type MarkedHealth } from '#web/ui/health-mark.tsx'
import { Hint } from '#web/ui/hint.tsx'
import classes from './stream-indicator.module.css'
import type { StreamWords } from './stream-words.ts'
import bar from './top-bar.module.css'

const MARK: Record<StreamWords['tone'], MarkedHealth> = {
  live: 'healthy',
  late: 'degraded',
  waiting: 'unknown',
  lost: 'failing',
}

/** The one place that says how the stream stands. Counting numbers are not read aloud; a change of state is. */
export function StreamIndicator({ words, onRetry }: { words: StreamWords; onRetry: () => void }) {
  const { tone, state, detail, spoken, explain } = words
  const hintId = useId()
  return (
    <div className={bar.chip} data-tone={tone}>
      <Hint text={explain} side="below" id={hintId}>
        <span
          className={classes.words}
          data-tone={tone}
          tabIndex={0}
          role="group"
          aria-label={stream.label}
          aria-describedby={hintId}
        >
          <HealthMark health={MARK[tone]} size={9} />
          <span className={bar.strong}>{state}</span>
          {detail !== '' && <span className={classes.detail}>{tone === 'live' ? `· ${detail}` : detail}</span>}
        </span>
      </Hint>
      {tone === 'lost' && (
        <UnstyledButton className={classes.retry} onClick={onRetry}>
          {stream.retry}
        </UnstyledButton>
      )}
      <span className="visually-hidden" role="status">
        {spoken}
      </span>
    </div>
  )
}
