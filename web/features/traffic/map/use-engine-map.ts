import { useEffect, useRef, useState } from 'react'
import { createEngineColumns } from '#web/engine/engine-graph.ts'
import type { Arrival } from '#web/engine/camera/camera-rig.ts'
import type { ChosenRows } from '#web/engine/emphasis.ts'
import type { Engine } from '#web/engine/engine.ts'
import type { EngineLegend } from '#web/engine/engine-state.ts'
import type { EngineTheme } from '#web/engine/engine-theme.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { rowOf, type MapModel } from '../model/map-model.ts'
import { WORLD_VIEW } from '../traffic-search.ts'

export interface EngineMapInput {
  model: MapModel
  fleet: Fleet
  theme: EngineTheme
  selectedId: string | undefined
  hoveredId: string | null
  /** What a filter leaves bright; null while there is none. */
  filter: ChosenRows | null
  /** The instant at which the picture stands still, seconds of the data's own time; null while it flows. */
  pinnedAt: number | null
  /** How fast it flows: 1 as it happened. */
  pace: number
}

export interface EngineMap {
  engine: Engine | null
  onEngine: (engine: Engine | null) => void
  /** What the streams mean at present; 0 requests/s a dot until known. */
  legend: EngineLegend
}

/** Tells the engine what changed, and nothing else. */
export function useEngineMap({
  model,
  fleet,
  theme,
  selectedId,
  hoveredId,
  filter,
  pinnedAt,
  pace,
}: EngineMapInput): EngineMap {
  const [engine, setEngine] = useState<Engine | null>(null)
  const [legend, setLegend] = useState(NOTHING_DRAWN)
  const shown = useRef<{ engine: Engine; model: MapModel } | null>(null)

  useEffect(() => engine?.onLegend(setLegend), [engine])
  useEffect(() => engine?.setTheme(theme), [engine, theme])
  useEffect(() => {
    if (engine === null) return
    const before = shown.current?.engine === engine ? shown.current.model : null
    shown.current = { engine, model }
    if (before?.key !== model.key) {
      const { arrival, gateRow } = passageOf(before, model)
      engine.setGraph(model.graph, arrival, gateRow)
    }
  }, [engine, model])
  useEffect(() => {
    if (engine === null) return
    const columns = createEngineColumns(model.nodes.length, model.edges.length)
    model.fill(fleet, columns)
    engine.setColumns(columns, performance.now() / 1_000)
  }, [engine, model, fleet])
  useEffect(() => {
    // What stands is pinned; while the next second of the past is fetched it stands, too.
    if (pace > 0) engine?.setPace(pace)
    engine?.pin(pinnedAt)
  }, [engine, pinnedAt, pace])
  useEffect(() => {
    engine?.choose({
      selectedNode: rowOf(model.nodes, selectedId),
      selectedEdge: rowOf(model.edges, selectedId),
      hoveredNode: rowOf(model.nodes, hoveredId),
      hoveredEdge: rowOf(model.edges, hoveredId),
      filter,
    })
  }, [engine, model, selectedId, hoveredId, filter])

  return { engine, onEngine: setEngine, legend }
}

const NOTHING_DRAWN: EngineLegend = { requestsPerDot: 0, detail: 'dots' }

/** Through which node one comes into the new view, or which one closes behind who leaves the old. */
export function passageOf(before: MapModel | null, model: MapModel): { arrival: Arrival; gateRow: number } {
  if (before === null) return { arrival: 'at-once', gateRow: -1 }
  if (before.view === model.view) return { arrival: isRearranged(before, model) ? 'rearranged' : 'grown', gateRow: -1 }
  const outer = rowOf(model.nodes, before.view)
  // From a region one comes back to the world, never into it, though each has the other among its nodes.
  if (model.view === WORLD_VIEW || (outer >= 0 && depthOf(model) < depthOf(before))) {
    return { arrival: 'going-out', gateRow: outer }
  }
  return { arrival: 'going-in', gateRow: rowOf(before.nodes, model.view) }
}

/** The same nodes, put elsewhere by hands. In the world nobody moves anything: it is drawn on another ground. */
function isRearranged({ nodes: before }: MapModel, { view, nodes }: MapModel): boolean {
  return view !== WORLD_VIEW && before.length === nodes.length && nodes.every(({ id }, row) => before[row]?.id === id)
}

/** `world`, `us-east-1`, `us-east-1/api`. */
function depthOf({ view }: MapModel): number {
  return view === WORLD_VIEW ? 0 : view.split('/').length
}
