import { boundsOf } from '../camera/graph-bounds.ts'
import type { Bounds } from '../camera/camera.ts'
import type { EdgeStore } from '../edge-store.ts'
import type { EngineGraph, EngineNodes } from '../engine-graph.ts'
import type { EngineLayers } from '../engine-layers.ts'
import { createPickGrid, type PickGrid } from '../picking/pick-grid.ts'
import { moveNodes, type MovingNodes } from './moving-nodes.ts'

/** What of the engine follows the places of nodes. Its graph's places are its own: they may be written. */
export interface PlacedPicture {
  graph: EngineGraph | null
  store: EdgeStore
  layers: Pick<EngineLayers, 'nodes' | 'labels'>
  /** Null when nodes have moved since it was made. */
  grid: PickGrid | null
  bounds: Bounds
  /** Nodes on their way to other places; null while all stand. */
  moving: MovingNodes | null
  choiceDirty: boolean
  cameraDirty: boolean
}

/** The nodes go from where they stood in the picture before; `to` is where they belong. */
export function setOut(picture: PlacedPicture, from: EngineNodes | null, to: EngineNodes): void {
  picture.moving = from === null ? null : moveNodes(from, to)
  if (picture.moving !== null) moveOn(picture, 0)
}

/** One step of the way. */
export function moveOn(picture: PlacedPicture, deltaSeconds: number): void {
  const { graph, moving } = picture
  if (graph === null || moving === null) return
  if (moving.advance(deltaSeconds, graph.nodes)) picture.moving = null
  picture.choiceDirty = true
  showPlaces(picture, graph)
}

/** Puts one node to this place, layout units. */
export function carryNode(picture: PlacedPicture, node: number, x: number, y: number): void {
  const { graph } = picture
  if (graph === null || node < 0 || node >= graph.nodes.count) return
  picture.moving = null
  graph.nodes.x[node] = x
  graph.nodes.y[node] = y
  showPlaces(picture, graph)
  picture.bounds = boundsOf(graph.nodes, picture.store.geo, picture.store.count)
}

function showPlaces(picture: PlacedPicture, graph: EngineGraph): void {
  const { store, layers } = picture
  store.place(graph)
  layers.nodes.setNodes(graph.nodes)
  layers.labels.follow(graph, store.geo)
  picture.grid = null
  picture.cameraDirty = true
}

/** Made when first asked for after nodes have moved. */
export function gridOf(picture: PlacedPicture): PickGrid | null {
  const { graph, store } = picture
  if (graph !== null) picture.grid ??= createPickGrid(graph.nodes, store.geo, store.count)
  return picture.grid
}
