import { useState } from 'react'
import type { ForeignAlert } from '#contract/services/foreign-alert.ts'
import type { ServiceDetail } from '#contract/services/service.ts'
import { ageText } from '#web/messages/format.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import page from '../page.module.css'
import classes from './alerts.module.css'
import { SilenceDialog } from './silence-dialog.tsx'
import { SilenceList } from './silence-list.tsx'
import { useSilencing } from './use-silencing.ts'

export interface AlertsSectionProps {
  detail: ServiceDetail
  isOld: boolean
  whyNot: string | null
  now: number
}

const words = servicePageWords.alerts
const MARKS = { critical: 'failing', warning: 'degraded', info: 'healthy' } as const
const MOST = 12

/** What other monitoring systems say of it, with the ways into them. */
export function AlertsSection({ detail, isOld, whyNot, now }: AlertsSectionProps) {
  const { alerts, feeds } = detail
  const [silencing, setSilencing] = useState<ForeignAlert | null>(null)
  const acting = useSilencing(now)
  const firing = alerts.filter(({ state }) => state !== 'resolved')
  const isTold = feeds.some(({ tells }) => tells === 'alerts')
  return (
    <section>
      <h2 className={page.heading}>
        {servicePageWords.sections.alerts}
        {firing.length > 0 && <span className={page.summary}>{firing.length}</span>}
      </h2>
      {alerts.length === 0 && <p className={page.quiet}>{isTold ? words.quiet : words.none}</p>}
      <ul className={isOld ? page.old : undefined} aria-label={servicePageWords.sections.alerts}>
        {alerts.slice(0, MOST).map((alert) => (
          <AlertLine
            key={`${alert.source} ${alert.key}`}
            alert={alert}
            whyNot={whyNot}
            now={now}
            onSilence={() => setSilencing(alert)}
          />
        ))}
      </ul>
      <p role="status" className={page.small}>
        {acting.said}
      </p>
      <SilenceList alerts={alerts} silencing={acting} whyNot={whyNot} now={now} />
      {silencing !== null && (
        <SilenceDialog alert={silencing} onSilence={acting.make} onClose={() => setSilencing(null)} now={now} />
      )}
    </section>
  )
}

interface AlertLineProps {
  alert: ForeignAlert
  whyNot: string | null
  now: number
  onSilence: () => void
}

function AlertLine({ alert, whyNot, now, onSilence }: AlertLineProps) {
  const { name, severity, state, region, summary, startedAt, endedAt, link, runbook, source } = alert
  const isOver = state === 'resolved'
  return (
    <li className={classes.alert} data-state={state} data-alert={name}>
      <HealthMark health={isOver ? 'idle' : MARKS[severity]} size={10} />
      <div className={classes.words}>
        <p>
          <strong>{name}</strong>
          <span className={page.small}>
            {[
              severity,
              region,
              isOver && endedAt !== null ? words.ended(ageText(now - endedAt)) : words.since(ageText(now - startedAt)),
              source,
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </span>
          {state !== 'firing' && <span className={page.small}>{words.states[state]}</span>}
        </p>
        <p className={page.quiet}>{summary}</p>
      </div>
      <div className={classes.ways}>
        {runbook !== null && (
          <a className={page.out} href={runbook} target="_blank" rel="noreferrer">
            {words.runbook} ↗
          </a>
        )}
        {link !== null && (
          <a className={page.out} href={link} target="_blank" rel="noreferrer">
            {words.open} ↗
          </a>
        )}
        {state === 'firing' && (
          <ActionButton
            size="small"
            disabled={whyNot !== null}
            {...(whyNot === null ? {} : { hint: whyNot })}
            onClick={onSilence}
          >
            {words.silence}
          </ActionButton>
        )}
      </div>
    </li>
  )
}
