import type { PlaneDescriptor, PlaneTarget, Weights } from '#contract/evacuation/plane.ts'
import type { Cluster, SegmentObject } from './cluster-settings.ts'
import type { KubernetesObject } from './wire.ts'

/** What makes one kind of object a control: where it lies, and where in it the weights stand. */
export interface Dialect {
  driver: string
  /** `/apis/<group>/<version>/namespaces/<namespace>/<plural>/<name>` */
  path(segment: SegmentObject): string
  /** As kubectl calls it. */
  kind: string
  most: number
  zeroAll: PlaneDescriptor['zeroAll']
  /** By target; null where the object is of another form. */
  weightsIn(object: KubernetesObject, segment: SegmentObject): Weights | null
  /** The same object with these weights and nothing else changed; null where a target has no place in it. */
  withWeights(object: KubernetesObject, segment: SegmentObject, weights: Weights): KubernetesObject | null
  /** Whether its controllers say they have taken it; null where they do not say. */
  isTaken(object: KubernetesObject): boolean | null
  /** A filter of jq that does what withWeights does. */
  jq(segment: SegmentObject, weights: Weights): string
}

/** Settings as far as all dialects share them. */
export interface KubernetesSettings {
  id: string
  clusters: readonly Cluster[]
  segments: readonly SegmentObject[]
  targets: readonly PlaneTarget[]
  services?: string[] | undefined
  effectDelayMs: PlaneDescriptor['effectDelayMs']
  stickiness: PlaneDescriptor['stickiness']
}
