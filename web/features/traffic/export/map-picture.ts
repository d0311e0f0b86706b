import type { EngineLegend } from '#web/engine/engine-state.ts'
import type { EngineTheme } from '#web/engine/engine-theme.ts'
import type { UnitedFleets } from '../compare/unite-fleets.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import type { Filtered } from '#web/filter/filtered.ts'
import type { Grouping } from '../model/group-id.ts'
import type { MapModel } from '../model/map-model.ts'
import type { Measure } from '../traffic-search.ts'

/** What the map shows at this moment, for whoever wants to draw it elsewhere. */
export interface MapPicture {
  model: MapModel
  theme: EngineTheme
  legend: EngineLegend
}

/** What a file is about, whichever kind it is of. */
export interface ShownFleet {
  fleet: Fleet
  /** Null while nothing is filtered. */
  filter: ShownFilter | null
  /** By what services are drawn together; null for one by one. */
  group: Grouping | null
  simulated: boolean
  /** Null while one moment is shown. */
  comparison: ShownComparison | null
}

/** The difference of two moments, in the place of one. */
export interface ShownComparison {
  fleets: UnitedFleets
  measure: Measure
}

export interface ShownFilter {
  /** As typed. */
  text: string
  filtered: Filtered
}
