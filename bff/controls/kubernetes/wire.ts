import { z } from 'zod'

/** Objects of the Kubernetes API, as far as all kinds are alike. Whatever else is in one goes back as it came. */

/** The annotation that says by which plan an object was set. */
export const MARK_ANNOTATION = 'spillway/mark'

export const KubernetesObject = z.looseObject({
  metadata: z.looseObject({
    /** Goes on with every change; a PUT that names another one is 409. */
    resourceVersion: z.string().min(1),
    /** Goes on with every change of `spec`, and not with those of status. */
    generation: z.number().int().min(0).default(0),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.looseObject({}),
  status: z.unknown().optional(),
})
export type KubernetesObject = z.infer<typeof KubernetesObject>

/** What comes instead of an object. */
export const ApiStatus = z.looseObject({
  kind: z.literal('Status'),
  reason: z.string().optional(),
  message: z.string().optional(),
})

export const Mark = z.strictObject({ planId: z.string(), epoch: z.number().int(), step: z.number().int() })
