import { Mesh, type DataTexture, type IUniform } from 'three'
import type { EngineColumns, EngineGraph } from '../engine-graph.ts'
import { createFlatMaterial } from '../flat-material.ts'
import type { SharedUniforms } from '../shared-uniforms.ts'
import { createLabelAtlas, type LabelAtlas } from './label-atlas.ts'
import { createLabelPlacer, type LabelPlacer } from './label-placement.ts'
import { createLabelScene, measureBoxes, putBoxes, rankBoxes, type LabelScene } from './label-scene.ts'
import { LABEL_FRAGMENT, LABEL_VERTEX } from './label-shader.ts'
import { createLabelWriter } from './label-writer.ts'

/** Names and notes of nodes, and notes of edges, in one draw. */
export interface LabelLayer {
  readonly object: Mesh
  setGraph(graph: EngineGraph, geo: Float32Array): void
  /** The same graph, its nodes in other places. */
  follow(graph: EngineGraph, geo: Float32Array): void
  setColumns(columns: EngineColumns): void
  emphasise(nodeEmphasis: Float32Array, selected: number, hovered: number): void
  /** Chooses and places for this zoom; cheap when nothing changed. */
  arrange(zoom: number): void
  configure(input: { fontFamily: string; dpr: number }): void
  dispose(): void
}

/** Zoom may change by this share before labels are chosen anew: until then they drift by less than can be seen. */
export const ZOOM_STEP = 0.002

export function createLabelLayer(shared: SharedUniforms): LabelLayer {
  const atlas = createLabelAtlas()
  const writer = createLabelWriter(atlas)
  const uAtlas: IUniform<DataTexture> = { value: atlas.texture }
  const uAtlasSize = { value: 1 }
  const uniforms = { ...shared, uAtlas, uAtlasSize }
  const material = createFlatMaterial({ vertexShader: LABEL_VERTEX, fragmentShader: LABEL_FRAGMENT, uniforms })
  const object = new Mesh(writer.geometry, material)
  object.frustumCulled = false
  object.visible = false
  let scene: LabelScene | null = null
  let placer: LabelPlacer | null = null
  let arrangedZoom = 0
  let stale = true

  return {
    object,
    setGraph(graph, geo) {
      scene = createLabelScene(graph, geo)
      placer = createLabelPlacer(scene.boxes.count)
      writer.prepare(scene)
      object.geometry = writer.geometry
      object.visible = false
    },
    follow(graph, geo) {
      if (scene === null) return
      putBoxes(scene.boxes, graph, geo)
      stale = true
    },
    setColumns(columns) {
      if (scene !== null) scene.columns = columns
      stale = true
    },
    emphasise(nodeEmphasis, selected, hovered) {
      if (scene === null) return
      scene.emphasis.set(nodeEmphasis)
      Object.assign(scene, { selected, hovered })
      stale = true
    },
    arrange(zoom) {
      const moved = Math.abs(zoom / arrangedZoom - 1) > ZOOM_STEP
      if (scene === null || scene.columns === null || placer === null || (!stale && !moved)) return
      if (stale) measureAndRank(scene, atlas)
      placer.place(scene.boxes, zoom, scene.sides)
      object.visible = writer.write(scene) > 0
      uAtlas.value = atlas.texture
      uAtlasSize.value = atlas.texture.image.width
      arrangedZoom = zoom
      stale = false
    },
    configure(input) {
      atlas.configure(input)
      stale = true
    },
    dispose() {
      writer.dispose()
      material.dispose()
      atlas.dispose()
    },
  }
}

function measureAndRank(scene: LabelScene, atlas: LabelAtlas): void {
  measureBoxes(scene, atlas)
  rankBoxes(scene)
}
