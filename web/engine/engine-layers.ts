import type { Group, Object3D } from 'three'
import { createBackdropLayer, type BackdropLayer } from './backdrop/backdrop-layer.ts'
import { createLabelLayer, type LabelLayer } from './labels/label-layer.ts'
import { createLineLayer, type LineLayer } from './lines/line-layer.ts'
import { createNodeLayer, type NodeLayer } from './nodes/node-layer.ts'
import { createParticleLayer, type ParticleLayer } from './particles/particle-layer.ts'
import { createRingLayer, type RingLayer } from './rings/ring-layer.ts'
import type { SharedUniforms } from './shared-uniforms.ts'

/** What is drawn, from behind to before: one draw each. */
export interface EngineLayers {
  backdrop: BackdropLayer
  rings: RingLayer
  lines: LineLayer
  particles: ParticleLayer
  nodes: NodeLayer
  labels: LabelLayer
}

export function createEngineLayers(shared: SharedUniforms, parent: Group): EngineLayers {
  const layers = {
    backdrop: createBackdropLayer(shared),
    rings: createRingLayer(shared),
    lines: createLineLayer(shared),
    particles: createParticleLayer(shared),
    nodes: createNodeLayer(shared),
    labels: createLabelLayer(shared),
  }
  all(layers).forEach(({ object }, order) => {
    object.renderOrder = order
    parent.add(object)
  })
  return layers
}

export function disposeLayers(layers: EngineLayers): void {
  for (const layer of all(layers)) layer.dispose()
}

function all({
  backdrop,
  rings,
  lines,
  particles,
  nodes,
  labels,
}: EngineLayers): { object: Object3D; dispose(): void }[] {
  return [backdrop, rings, lines, particles, nodes, labels]
}
