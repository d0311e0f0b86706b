import { Tooltip, UnstyledButton } from '@mantine/core'
import { stream } from '#web/messages/en.ts'
import { HealthMark, type MarkedHealth } from '#web/ui/health-mark.tsx'
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
  return (
    <div className={bar.chip} data-tone={tone}>
      <Tooltip label={explain} position="bottom" multiline maw={340}>
        <span className={classes.words} data-tone={tone} tabIndex={0} role="group" aria-label={stream.label}>
          <HealthMark health={MARK[tone]} size={9} />
          <span className={bar.strong}>{state}</span>
          {detail !== '' && <span className={classes.detail}>{tone === 'live' ? `· ${detail}` : detail}</span>}
        </span>
      </Tooltip>
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
