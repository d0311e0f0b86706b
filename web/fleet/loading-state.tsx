import type { StreamState } from '#web/live/live-store.ts'
import { ageText } from '#web/messages/format.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { sourcesUrl } from '#web/urls/urls.ts'
import classes from './states.module.css'

export interface LoadingStateProps {
  stream: StreamState
  hasRoster: boolean
  /** Since the stream took its present state. */
  elapsedMs: number
}

const SLOW_MS = 8_000

/** Before the first picture: what is being done, how far it is, and how long it takes. */
export function LoadingState({ stream, hasRoster, elapsedMs }: LoadingStateProps) {
  const words = trafficWords.loading
  if (stream.kind === 'reconnecting' || stream.kind === 'stopped') {
    const lost = stream.kind === 'reconnecting'
    return (
      <div className={classes.state} role="alert">
        <h2>{lost ? words.lost : words.stopped}</h2>
        <p>{lost ? words.retrying(stream.reason) : stream.reason}</p>
      </div>
    )
  }
  const connected = stream.kind === 'live'
  const steps = [
    { text: words.steps.stream, state: connected ? 'done' : 'underWay' },
    { text: words.steps.roster, state: hasRoster ? 'done' : connected ? 'underWay' : 'toCome' },
    { text: words.steps.frame, state: hasRoster ? 'underWay' : 'toCome' },
  ] as const
  return (
    <div className={classes.state} role="status" aria-busy>
      <h2>{words.title}</h2>
      <ol className={classes.steps}>
        {steps.map(({ text, state }) => (
          <li key={text} data-state={state}>
            {text}
            <span className="visually-hidden">, {words[state]}</span>
          </li>
        ))}
      </ol>
      <p>{elapsedMs > SLOW_MS ? words.slow(ageText(elapsedMs)) : words.elapsed(ageText(elapsedMs))}</p>
      {elapsedMs > SLOW_MS && <a href={sourcesUrl()}>{words.toSources}</a>}
    </div>
  )
}
