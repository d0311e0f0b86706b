import { trafficWords } from '#web/messages/traffic-en.ts'
import type { EngineLegend } from '#web/engine/engine-state.ts'
import { mapWords } from '#web/messages/map-en.ts'
import { markWords } from '#web/messages/marks-en.ts'
import { MarkIcon } from '../marks/mark-icon.tsx'
import classes from './legend.module.css'
import { oneDotText } from './one-dot-text.ts'

const LOOKS = ['critical', 'warning', 'breaker', 'change', 'trial', 'saturates'] as const

/** What a dot stands for now, and one click away the whole law of the picture. */
export function Legend({ requestsPerDot, detail }: EngineLegend) {
  const words = trafficWords.legend
  return (
    <details className={classes.legend} data-part="legend">
      <summary className={classes.line}>
        {requestsPerDot > 0 && detail !== 'dashes' && <span className={classes.dot}>{oneDotText(requestsPerDot)}</span>}
        <span data-tone="served">{words.served}</span>
        <span data-tone="degraded">{words.degraded}</span>
        <span data-tone="failed">{words.failed}</span>
        {detail !== 'stills' && (
          <span className={classes.speed} data-part="speed">
            {words.speed}
          </span>
        )}
        {detail !== 'dots' && <span className={classes.speed}>{mapWords.streams.now[detail]}</span>}
        <span className="visually-hidden">{words.label}</span>
      </summary>
      <div className={classes.law} data-hands-off>
        <h3>{words.lawTitle}</h3>
        {detail !== 'dots' && <p className={classes.detail}>{mapWords.streams[detail]}</p>}
        <ul>
          {words.law.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <h3>{markWords.legendTitle}</h3>
        <ul className={classes.marks}>
          {LOOKS.map((look) => (
            <li key={look}>
              <MarkIcon look={look} />
              {markWords.legend[look]}
            </li>
          ))}
        </ul>
        <p>{markWords.legendNote}</p>
      </div>
    </details>
  )
}
