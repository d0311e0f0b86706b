import { z } from 'zod'
import { PlaneTarget } from '#contract/evacuation/plane.ts'
import { KUBERNETES_SETTINGS, ObjectName } from '../kubernetes/cluster-settings.ts'

/** One entry of `controls:` with `kind: istio`: weights of `http[].route[]` in VirtualServices, cluster by cluster. */

export const IstioTarget = PlaneTarget.extend({
  /** `destination.host`; the id where absent. */
  host: ObjectName.optional(),
  /** `destination.subset`, where the host alone does not tell. */
  subset: ObjectName.optional(),
})
export type IstioTarget = z.infer<typeof IstioTarget>

export const IstioSettings = z.strictObject({
  ...KUBERNETES_SETTINGS,
  kind: z.literal('istio'),
  targets: z.array(IstioTarget).min(1).max(100),
})
export type IstioSettings = z.infer<typeof IstioSettings>
