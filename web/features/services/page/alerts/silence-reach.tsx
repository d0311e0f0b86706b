import type { ForeignAlert } from '#contract/services/foreign-alert.ts'
import type { SilencePreview } from '#contract/services/silence.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import classes from './alerts.module.css'

export interface SilenceReachProps {
  /** Undefined until it is there. */
  preview: SilencePreview | undefined
  error: Error | null
  /** The one that was pressed. */
  alert: ForeignAlert
}

const words = servicePageWords.alerts
const SHOWN = 4

/** Whom a silence would cover now, before it is made: the others first, for they are what one did not think of. */
export function SilenceReach({ preview, error, alert }: SilenceReachProps) {
  if (error !== null) return <p role="status">{words.reachFailed(error.message)}</p>
  if (preview === undefined) return <p role="status">{words.reachReading}</p>
  const others = preview.alerts.filter(({ key }) => key !== alert.key)
  const notShown = preview.count - (preview.alerts.length - others.length) - SHOWN
  const isAll = preview.count === preview.of && preview.of > 1
  return (
    <div className={classes.reach} data-wide={isAll || undefined}>
      <p role="status">{isAll ? words.reachAll(preview.of) : words.reach(preview.count, preview.of)}</p>
      {others.length > 0 && (
        <ul aria-label={words.reachOthers}>
          {others.slice(0, SHOWN).map(({ key, name, serviceName, region }) => (
            <li key={key}>{[name, serviceName, region].filter((part) => part !== null).join(' · ')}</li>
          ))}
          {notShown > 0 && <li>{words.reachMore(notShown)}</li>}
        </ul>
      )}
    </div>
  )
}
