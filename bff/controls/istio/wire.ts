import { z } from 'zod'
import { KubernetesObject } from '../kubernetes/wire.ts'

/** `networking.istio.io/v1` VirtualService, as far as weights go. */

const Destination = z.looseObject({
  destination: z.looseObject({ host: z.string(), subset: z.string().optional() }),
  weight: z.number().int().min(0).optional(),
})
export type Destination = z.infer<typeof Destination>

export const VirtualService = KubernetesObject.extend({
  spec: z.looseObject({ http: z.array(z.looseObject({ route: z.array(Destination).optional() })) }),
})

/** Only where Istio is told to write status. */
export const ServiceStatus = z.looseObject({ observedGeneration: z.number() })

/** Relative since 1.x; older ones want a sum of 100, which is refused by them and not by us. */
export const MOST_WEIGHT = 100
