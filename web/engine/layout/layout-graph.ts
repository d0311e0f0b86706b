/** What a layout is told and what it answers: ids are stable, so places can be kept from one graph to the next. */
export interface LayoutNode {
  id: string
  /** Traffic comes in here. */
  entry: boolean
  /** Nothing is called from here: data stores, queues, the outside. */
  leaf: boolean
  /** Belongs to another picture (another region): stands after everything and pulls nobody along. */
  aside?: boolean
}

export interface LayoutEdge {
  source: string
  target: string
}

export interface Place {
  x: number
  y: number
}

export type Places = ReadonlyMap<string, Place>

/** Layout units between columns and between rows of services. */
export const COLUMN_GAP = 168
export const ROW_GAP = 80
