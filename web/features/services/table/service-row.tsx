import { memo } from 'react'
import type { Health } from '#contract/health.ts'
import type { FactKind } from '#contract/services/identity.ts'
import { serviceUrl } from '#web/urls/urls.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { FRESHNESSES, HEALTHS, type ServiceBoard } from '../board/service-board.ts'
import type { ColumnId } from './column-choice.ts'
import { FACTS_OF, cellOf } from './service-cells.tsx'
import classes from './services-table.module.css'

export interface ServiceRowProps {
  board: ServiceBoard
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

/** A row renders anew with each second, and not for being scrolled. */
export const ServiceRow = memo(RowOfService)

function RowOfService(props: ServiceRowProps) {
  const { board, row, place, top, template, columns, isDimmed, old, onOpen } = props
  const service = board.index.services[row]
  if (service === undefined) return null
  const health = HEALTHS[board.health[row] ?? 0] ?? 'unknown'
  return (
    <div
      role="row"
      className={classes.row}
      aria-rowindex={place + 2}
      data-place={place}
      data-service={service.id}
      data-freshness={FRESHNESSES[board.freshness[row] ?? 3]}
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
        return cellOf({ board, row, column, isOld: facts !== undefined && old.has(facts) })
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
