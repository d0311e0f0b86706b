import { useEffect, useRef, useState } from 'react'
import { createEngineColumns } from '#web/engine/engine-graph.ts'
import type { Arrival } from '#web/engine/camera/camera-rig.ts'
import type { Engine } from '#web/engine/engine.ts'
import type { EngineTheme } from '#web/engine/engine-theme.ts'
import type { Fleet } from '../facts/fleet.ts'
import { rowOf, type MapModel } from '../model/map-model.ts'
import { WORLD_VIEW } from '../traffic-search.ts'

export interface EngineMapInput {
  model: MapModel
  fleet: Fleet
  theme: EngineTheme
  selectedId: string | undefined
  hoveredId: string | null
}

export interface EngineMap {
  engine: Engine | null
  onEngine: (engine: Engine | null) => void
  /** What one dot stands for at present, requests/s; 0 until known. */
  requestsPerDot: number
}

/** Tells the engine what changed, and nothing else. */
export function useEngineMap({ model, fleet, theme, selectedId, hoveredId }: EngineMapInput): EngineMap {
  const [engine, setEngine] = useState<Engine | null>(null)
  const [requestsPerDot, setRequestsPerDot] = useState(0)
  const shown = useRef<{ engine: Engine; model: MapModel } | null>(null)

  useEffect(() => engine?.onLegend(setRequestsPerDot), [engine])
  useEffect(() => engine?.setTheme(theme), [engine, theme])
  useEffect(() => {
    if (engine === null) return
    const before = shown.current?.engine === engine ? shown.current.model : null
    shown.current = { engine, model }
    if (before?.key !== model.key) engine.setGraph(model.graph, arrivalOf(before, model))
  }, [engine, model])
  useEffect(() => {
    if (engine === null) return
    const columns = createEngineColumns(model.nodes.length, model.edges.length)
    model.fill(fleet, columns)
    engine.setColumns(columns)
  }, [engine, model, fleet])
  useEffect(() => {
    engine?.choose({
      selectedNode: rowOf(model.nodes, selectedId),
      selectedEdge: rowOf(model.edges, selectedId),
      hoveredNode: rowOf(model.nodes, hoveredId),
      hoveredEdge: rowOf(model.edges, hoveredId),
    })
  }, [engine, model, selectedId, hoveredId])

  return { engine, onEngine: setEngine, requestsPerDot }
}

function arrivalOf(before: MapModel | null, model: MapModel): Arrival {
  if (before === null) return 'at-once'
  if (before.view === model.view) return 'grown'
  return model.view === WORLD_VIEW ? 'going-out' : 'going-in'
}
