import { compareWords as words } from '#web/messages/compare-en.ts'
import { selectionName } from '../breadcrumb.ts'
import type { Hovered } from '../map/hover-card.tsx'
import cardClasses from '../map/hover-card.module.css'
import { rowOf, type MapModel } from '../model/map-model.ts'
import { ChangeFigures } from './change-figures.tsx'
import { edgeChangeOf, nodeChangeOf } from './model-changes.ts'
import type { UnitedFleets } from './unite-fleets.ts'

export interface ChangeCardProps {
  fleets: UnitedFleets
  model: MapModel
  hovered: Hovered
}

/** Both moments of what the pointer rests on. */
export function ChangeCard({ fleets, model, hovered }: ChangeCardProps) {
  const node = rowOf(model.nodes, hovered.id)
  const edge = rowOf(model.edges, hovered.id)
  if (node < 0 && edge < 0) return null
  const change = node >= 0 ? nodeChangeOf(model, fleets, node) : edgeChangeOf(model, fleets, edge)
  const left = hovered.x > hovered.width / 2
  return (
    <div
      className={cardClasses.card}
      data-side={left ? 'left' : 'right'}
      style={{ transform: `translate(${hovered.x + (left ? -14 : 14)}px, ${hovered.y + 10}px)` }}
    >
      <div className={cardClasses.body}>
        <div className={cardClasses.title}>
          {selectionName(hovered.id, fleets.drawn.roster)}
          {change.presence !== 'both' && <span className={cardClasses.age}>{words.presence[change.presence]}</span>}
        </div>
        <ChangeFigures change={change} />
      </div>
    </div>
  )
}
