import { useState } from 'react'
import type { Instance, SetInstanceStatus } from '#contract/services/instance.ts'
import type { ServiceDetail } from '#contract/services/service.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import page from '../page.module.css'
import { ReasonDialog } from '../reason-dialog.tsx'
import { InstanceTable } from './instance-table.tsx'
import classes from './instances.module.css'
import { useInstanceActing } from './use-instance-acting.ts'
import { ZoneCountTables } from './zone-counts.tsx'

export interface InstancesSectionProps {
  detail: ServiceDetail
  isOld: boolean
  /** Why whoever looks may change none; null where they may. */
  whyNot: string | null
  now: number
}

const words = servicePageWords.instances

/** Which are up, in which zone and version; one can be taken out of service, and put back. */
export function InstancesSection({ detail, isOld, whyNot, now }: InstancesSectionProps) {
  const { instances, counts, feeds, service } = detail
  const acting = useInstanceActing()
  const [asked, setAsked] = useState<{ instance: Instance; to: SetInstanceStatus['to'] } | null>(null)
  const total = counts.reduce((sum, count) => sum + count.total, 0)
  const up = counts.reduce((sum, count) => sum + count.up, 0)
  const isTold = feeds.some(({ tells }) => tells === 'instances')
  return (
    <>
      <h2 className={page.heading}>
        {servicePageWords.sections.instances}
        {total > 0 && (
          <span className={page.summary} data-tone={up < total ? 'degraded' : undefined}>
            {words.summary(up, total)}
          </span>
        )}
      </h2>
      {total === 0 ? (
        <p className={page.quiet}>{isTold ? words.empty : words.none}</p>
      ) : (
        <div className={isOld ? page.old : undefined}>
          <ZoneCountTables counts={counts} />
          {acting.said !== null && (
            <p className={classes.said} data-tone={acting.said.tone} role="status">
              <strong>{acting.said.id}</strong> {acting.said.text}
            </p>
          )}
          <InstanceTable
            instances={instances}
            total={total}
            whyNot={whyNot}
            now={now}
            onAsk={(instance, to) => setAsked({ instance, to })}
          />
        </div>
      )}
      {asked !== null && (
        <ReasonDialog
          title={
            asked.to === 'in-service'
              ? words.dialog.backTitle(asked.instance.id)
              : words.dialog.outTitle(asked.instance.id)
          }
          action={asked.to === 'in-service' ? words.dialog.back2 : words.dialog.out2}
          onClose={() => setAsked(null)}
          onConfirm={(reason) => {
            setAsked(null)
            acting.act(asked.instance, asked.to, reason)
          }}
        >
          {asked.to === 'in-service'
            ? words.dialog.back(service, whereOf(asked.instance))
            : words.dialog.out(
                service,
                asked.instance.region ?? whereOf(asked.instance),
                upBeside(detail, asked.instance),
              )}
        </ReasonDialog>
      )}
    </>
  )
}

function whereOf({ zone, region }: Instance): string {
  return zone ?? region ?? servicePageWords.instances.noZone
}

/** How many are up in its region, itself included. */
function upBeside({ counts }: ServiceDetail, { region }: Instance): number {
  return counts.reduce((sum, count) => sum + (count.region === region ? count.up : 0), 0)
}
