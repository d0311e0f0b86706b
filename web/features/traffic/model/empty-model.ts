import { UNKNOWN_FACTS } from '#web/fleet/fleet.ts'
import type { MapModel } from './map-model.ts'

const NONE = new Float32Array(0)

/** What is drawn before the first picture: nothing. */
export const EMPTY_MODEL: MapModel = {
  view: '',
  key: '',
  graph: {
    streams: 'narrow',
    nodes: { count: 0, x: NONE, y: NONE, radius: NONE, shape: new Uint8Array(0), label: [] },
    edges: { count: 0, source: new Uint16Array(0), target: new Uint16Array(0), bend: NONE },
    rings: [],
    fitMargin: { top: 0, right: 0, bottom: 0, left: 0 },
  },
  nodes: [],
  edges: [],
  fill: () => {},
  nodeFacts: () => UNKNOWN_FACTS,
  edgeFacts: () => UNKNOWN_FACTS,
}
