import { BufferAttribute, InstancedBufferAttribute, InstancedBufferGeometry, DynamicDrawUsage } from 'three'

/** Four corners −1…1, drawn once an instance. */
export function createQuads(instances: number, attributes: Readonly<Record<string, number>>): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry()
  geometry.setAttribute('corner', new BufferAttribute(new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), 2))
  geometry.setIndex([0, 2, 1, 1, 2, 3])
  for (const [name, size] of Object.entries(attributes)) {
    const attribute = new InstancedBufferAttribute(new Float32Array(instances * size), size)
    attribute.setUsage(DynamicDrawUsage)
    geometry.setAttribute(name, attribute)
  }
  geometry.instanceCount = instances
  return geometry
}

/** The numbers of one of createQuads' attributes. */
export function floatsIn(geometry: InstancedBufferGeometry, name: string): Float32Array {
  const { array } = geometry.getAttribute(name)
  if (!(array instanceof Float32Array)) throw new TypeError(`attribute ${name} holds floats`)
  return array
}

export function markChanged(geometry: InstancedBufferGeometry, name: string): void {
  const attribute = geometry.getAttribute(name)
  if (attribute instanceof InstancedBufferAttribute) attribute.needsUpdate = true
}
