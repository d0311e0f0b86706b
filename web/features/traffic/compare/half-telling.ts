import { compareWords as words } from '#web/messages/compare-en.ts'
import type { MapTelling } from '../map/map-telling.ts'

/** Below the tools, above the words of the moment; half a screen has no room at its sides. */
const FIT_MARGIN = { top: 84, right: 46, bottom: 128, left: 46 }

/** One of two maps beside each other: how things are, in half the room. What streams are called is told by the panel. */
export const HALF_TELLING: MapTelling = {
  label: words.half,
  modelOf: (model) => ({
    ...model,
    key: `${model.key} in half the room`,
    graph: { ...model.graph, fitMargin: FIT_MARGIN },
    fill(fleet, columns) {
      model.fill(fleet, columns)
      columns.edges.note = model.edges.map(() => '')
    },
  }),
}
