import { UnstyledButton } from '@mantine/core'
import IconLink from '@tabler/icons-react/dist/esm/icons/IconLink.mjs'
import { replayWords as words } from '#web/messages/replay-en.ts'
import classes from './range-bar.module.css'
import { TimeField } from './time-field.tsx'
import { DEFAULT_RANGE, PRESET_NAMES, type TimelineRange } from './timeline-range.ts'
import type { TimeTravel } from './use-time-travel.ts'

export interface RangeBarProps {
  time: TimeTravel
  range: TimelineRange
  onRange: (range: TimelineRange) => void
  onCopyLink: () => void
}

/** Where to go, how much of time is seen, and a link to it. */
export function RangeBar({ time, range, onRange, onCopyLink }: RangeBarProps) {
  return (
    <div className={classes.bar}>
      <TimeField time={time} />
      <div className={classes.presets} role="group" aria-label={words.ranges} title={words.zoomHint}>
        {PRESET_NAMES.map((name) => (
          <UnstyledButton
            key={name}
            className={classes.preset}
            aria-pressed={range.kind === 'last' && range.name === name}
            aria-label={words.rangeSpoken[name]}
            onClick={() => onRange({ kind: 'last', name })}
          >
            {words.range[name]}
          </UnstyledButton>
        ))}
        {range.kind === 'span' && (
          <UnstyledButton
            className={classes.preset}
            data-on
            title={words.unzoom}
            onClick={() => onRange(DEFAULT_RANGE)}
          >
            {words.zoomed} <span aria-hidden>×</span>
            <span className="visually-hidden">, {words.unzoom}</span>
          </UnstyledButton>
        )}
      </div>
      <UnstyledButton className={classes.link} onClick={onCopyLink} title={words.copyLinkHint}>
        <IconLink size={14} stroke={1.6} aria-hidden />
        {words.copyLink}
      </UnstyledButton>
    </div>
  )
}
