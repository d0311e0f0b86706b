import { z } from 'zod'
import { KubernetesObject } from '../kubernetes/wire.ts'

/** `gateway.networking.k8s.io/v1` HTTPRoute, as far as weights and their taking go. */

const BackendRef = z.looseObject({ name: z.string(), weight: z.number().int().min(0).optional() })

export const HttpRoute = KubernetesObject.extend({
  spec: z.looseObject({ rules: z.array(z.looseObject({ backendRefs: z.array(BackendRef).optional() })) }),
})

export const RouteStatus = z.looseObject({
  parents: z.array(
    z.looseObject({
      conditions: z.array(
        z.looseObject({ type: z.string(), status: z.string(), observedGeneration: z.number().optional() }),
      ),
    }),
  ),
})

/** What an absent weight means. */
export const ABSENT_WEIGHT = 1
export const MOST_WEIGHT = 1_000_000
