import type { ReactNode } from 'react'
import type { Engine } from '#web/engine/engine.ts'
import type { MapModel, MapNode } from '../model/map-model.ts'
import type { Hovered } from './hover-card.tsx'

/** What the map tells instead of how things are now: the same nodes and streams, other colours and words. What is absent
 * is as ever. */
export interface MapTelling {
  /** Of the whole picture. */
  label: string
  modelOf(model: MapModel): MapModel
  /** Words that stand on nodes. */
  overlay?(of: { model: MapModel; engine: Engine | null; onOpen: (node: MapNode) => void }): ReactNode
  /** Of what the pointer rests on. */
  card?(of: { model: MapModel; hovered: Hovered }): ReactNode
  legend?: ReactNode
}
