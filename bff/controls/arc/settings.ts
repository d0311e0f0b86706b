import { z } from 'zod'
import { EVERYBODY, PlaneId, PlaneTarget, SegmentId } from '#contract/evacuation/plane.ts'
import { ServiceId } from '#contract/ids.ts'
import { AwsCredentials } from '../aws/credentials.ts'

/**
 * One entry of `controls:` with `kind: arc`: routing controls of Amazon Application Recovery Controller, on or off by
 * region. The cluster, its controls and its safety rules are made beforehand; here they are only switched, through
 * whichever of the cluster's five endpoints answers.
 */

export const ArcTarget = PlaneTarget.extend({
  routingControlArn: z
    .string()
    .regex(/^arn:[\w-]+:route53-recovery-control::[\w:/-]{1,200}$/, 'the ARN of a routing control'),
})

export const ArcSettings = z.strictObject({
  id: PlaneId,
  kind: z.literal('arc'),
  /** All of the cluster's endpoints: an evacuation must not depend on the one in the region it leaves. */
  endpoints: z
    .array(
      z.strictObject({
        url: z.url({ protocol: /^https?$/ }),
        /** As AWS calls it: part of the signature. */
        region: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'a region of AWS such as us-west-2'),
      }),
    )
    .min(1)
    .max(5),
  controlPanelArn: z
    .string()
    .regex(/^arn:[\w-]+:route53-recovery-control::[\w:/-]{1,200}$/, 'the ARN of a control panel'),
  credentials: AwsCredentials,
  targets: z.array(ArcTarget).min(1).max(100),
  /** What the controls stand for; everybody where absent. */
  segment: SegmentId.default(EVERYBODY),
  services: z.array(ServiceId).optional(),
  /** Health checks turn within seconds, and then the records' time to live goes by, ms. */
  effectDelayMs: z
    .strictObject({ usual: z.number().min(0).default(90_000), worst: z.number().min(0).default(300_000) })
    .prefault({}),
})
export type ArcSettings = z.infer<typeof ArcSettings>
