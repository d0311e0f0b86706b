import { memo } from 'react'
import type { Health } from '#contract/health.ts'
import type { FactKind } from '#contract/services/identity.ts'
import { serviceUrl } from '#web/urls/urls.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { FRESHNESSES, HEALTHS } from '../board/service-board.ts'
import type { IndexedService } from '../board/service-index.ts'
import type { CellWriters } from './cell-writers.ts'
import type { ColumnId } from './column-choice.ts'
import { FACTS_OF, cellOf } from './service-cells.tsx'
import { isSameTold, type RowTold } from './row-told.ts'
import classes from './services-table.module.css'

export interface ServiceRowProps {
  service: IndexedService
  regions: readonly string[]
  told: RowTold
  writers: CellWriters
  /** Row of the index's services. */
  row: number
  /** Its place in the order. */
  place: number
  /** CSS px from the first row. */
  top: number
  template: string
  columns: readonly ColumnId[]
  isDimmed: boolean
  old: ReadonlySet<FactKind>
  onOpen: (service: string) => void
}

/** A row renders when one of its marks moves; its numbers are written into it without. */
export const ServiceRow = memo(RowOfService, isSameRow)

function isSameRow({ told: before, ...others }: ServiceRowProps, { told, ...now }: ServiceRowProps): boolean {
  return (
    isSameTold(before, told) &&
    others.service === now.service &&
    others.regions === now.regions &&
    others.writers === now.writers &&
    others.row === now.row &&
    others.place === now.place &&
    others.top === now.top &&
    others.template === now.template &&
    others.columns === now.columns &&
    others.isDimmed === now.isDimmed &&
    others.old === now.old &&
    others.onOpen === now.onOpen
  )
}

function RowOfService(props: ServiceRowProps) {
  const { service, regions, told, writers, row, place, top, template, columns, isDimmed, old, onOpen } = props
  const health = HEALTHS[told.health] ?? 'unknown'
  return (
    <div
      role="row"
      className={classes.row}
      aria-rowindex={place + 2}
      data-place={place}
      data-service={service.id}
      data-freshness={FRESHNESSES[told.freshness]}
      data-dimmed={isDimmed || undefined}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
      onClick={(event) => {
        if (!event.defaultPrevented && !(event.target instanceof Element && event.target.closest('a') !== null)) {
          onOpen(service.id)
        }
      }}
    >
      <NameCell id={service.id} name={service.name} kind={service.kind} health={health} />
      {columns.map((column) => {
        const facts = FACTS_OF[column]
        return cellOf({ service, row, column, told, regions, writers, isOld: facts !== undefined && old.has(facts) })
      })}
    </div>
  )
}

interface NameCellProps {
  id: string
  name: string
  kind: string
  health: Health
}

const NameCell = memo(function NameCellOf({ id, name, kind, health }: NameCellProps) {
  return (
    <div role="rowheader" className={classes.nameCell}>
      <HealthMark health={health} size={9} label={healthWords[health]} />
      <a className={classes.name} href={serviceUrl(id)}>
        {name}
      </a>
      {kind !== 'service' && <span className={classes.kind}>{kind}</span>}
    </div>
  )
})
