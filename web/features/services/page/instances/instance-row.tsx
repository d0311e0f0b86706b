import { useState, type ReactNode } from 'react'
import type { Instance, InstanceStatus, SetInstanceStatus } from '#contract/services/instance.ts'
import { ageText } from '#web/messages/format.ts'
import { UNKNOWN_MARK } from '#web/messages/format-numbers.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { Figure } from '#web/ui/figure.tsx'
import { HealthMark, type MarkedHealth } from '#web/ui/health-mark.tsx'
import page from '../page.module.css'
import { LazyHostPanel } from '../../host/lazy-host-panel.tsx'
import classes from './instances.module.css'

export interface InstanceRowProps {
  instance: Instance
  whyNot: string | null
  now: number
  onAsk: (instance: Instance, to: SetInstanceStatus['to']) => void
}

const words = servicePageWords.instances
const MARKS: Record<InstanceStatus, MarkedHealth> = {
  up: 'healthy',
  down: 'failing',
  starting: 'degraded',
  'out-of-service': 'idle',
  unknown: 'unknown',
}
const COLUMNS = 9

export function InstanceRow({ instance, whyNot, now, onAsk }: InstanceRowProps) {
  const [showsHost, setShowsHost] = useState(false)
  const { id, status, override, suspect, region, zone, version, upSince, renewedAt, address, port } = instance
  const isOut = status === 'out-of-service' || override === 'out-of-service'
  const why = instance.actionable ? whyNot : words.notActionable
  return (
    <>
      <tr data-instance={id} data-status={status}>
        <td>
          <span className={classes.status}>
            <HealthMark health={suspect ? 'degraded' : MARKS[status]} size={10} />
            <span
              className={page.tone}
              data-tone={status === 'down' ? 'failing' : status === 'starting' ? 'degraded' : undefined}
            >
              {words.statuses[status]}
            </span>
            {suspect && (
              <span className={classes.suspect} title={words.suspectHint}>
                {words.suspect}
              </span>
            )}
            {override !== null && <span className={page.small}>{words.overridden}</span>}
          </span>
        </td>
        <Left>
          <code className={classes.id}>{id}</code>
        </Left>
        <Left>{region ?? UNKNOWN_MARK}</Left>
        <Left>{zone ?? UNKNOWN_MARK}</Left>
        <Left>{version ?? UNKNOWN_MARK}</Left>
        <td>
          <Figure text={since(upSince, now)} />
        </td>
        <td>
          <Figure text={since(renewedAt, now)} />
        </td>
        <Left>
          <span className={page.small}>
            {address === null ? UNKNOWN_MARK : `${address}${port === null ? '' : `:${port}`}`}
          </span>
        </Left>
        <td>
          <span className={classes.acts}>
            {region !== null && (
              <ActionButton
                size="small"
                pressed={showsHost}
                onClick={() => setShowsHost(!showsHost)}
                label={words.hostOf(id)}
              >
                {words.host}
              </ActionButton>
            )}
            <ActionButton
              size="small"
              disabled={why !== null}
              {...(why === null ? {} : { hint: why })}
              onClick={() => onAsk(instance, isOut ? 'in-service' : 'out-of-service')}
            >
              {isOut ? words.putBack : words.takeOut}
            </ActionButton>
          </span>
        </td>
      </tr>
      {showsHost && region !== null && (
        <tr>
          <td colSpan={COLUMNS} className={classes.host}>
            <LazyHostPanel region={region} instance={id} />
          </td>
        </tr>
      )}
    </>
  )
}

function Left({ children }: { children: ReactNode }) {
  return <td data-left>{children}</td>
}

function since(epochMs: number | null, now: number): string {
  return epochMs === null ? UNKNOWN_MARK : ageText(now - epochMs)
}
