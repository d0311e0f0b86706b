import { z } from 'zod'

/** Recovery cluster API of 2019-12-02, JSON 1.0: the operation stands in a header, a POST to the endpoint's root. */

export const SERVICE = 'route53-recovery-cluster'
export const CONTENT_TYPE = 'application/x-amz-json-1.0'

export function targetHeader(operation: 'ListRoutingControls' | 'UpdateRoutingControlStates'): string {
  return `ToggleCustomerAPI.${operation}`
}

export const SwitchState = z.enum(['On', 'Off'])

export const RoutingControls = z.object({
  RoutingControls: z.array(z.object({ RoutingControlArn: z.string(), RoutingControlState: SwitchState })),
  NextToken: z.string().nullish(),
})
export type RoutingControls = z.infer<typeof RoutingControls>

export interface UpdateStates {
  UpdateRoutingControlStateEntries: { RoutingControlArn: string; RoutingControlState: 'On' | 'Off' }[]
}

/** `__type` may have a namespace before the name. */
export const ArcFault = z.object({
  __type: z.string().transform((type) => type.replace(/^.*#/, '')),
  message: z.string().optional(),
  retryAfterSeconds: z.number().min(0).optional(),
})
