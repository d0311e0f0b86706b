import type { EngineLegend } from '#web/engine/engine-state.ts'
import type { EngineTheme } from '#web/engine/engine-theme.ts'
import type { MapModel } from '../model/map-model.ts'

/** What the map shows at this moment, for whoever wants to draw it elsewhere. */
export interface MapPicture {
  model: MapModel
  theme: EngineTheme
  legend: EngineLegend
}
