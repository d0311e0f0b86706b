import { z } from 'zod'
import { PlaneTarget } from '#contract/evacuation/plane.ts'
import { KUBERNETES_SETTINGS, ObjectName } from '../kubernetes/cluster-settings.ts'

/** One entry of `controls:` with `kind: gateway-api`: weights of `backendRefs` in HTTPRoutes, cluster by cluster. */

export const GatewayApiTarget = PlaneTarget.extend({
  /** The name in `backendRefs`; the id where absent. */
  backend: ObjectName.optional(),
})
export type GatewayApiTarget = z.infer<typeof GatewayApiTarget>

export const GatewayApiSettings = z.strictObject({
  ...KUBERNETES_SETTINGS,
  kind: z.literal('gateway-api'),
  targets: z.array(GatewayApiTarget).min(1).max(100),
})
export type GatewayApiSettings = z.infer<typeof GatewayApiSettings>
