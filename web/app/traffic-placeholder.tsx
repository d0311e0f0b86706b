import { z } from 'zod'

/** Stands in until the traffic screen is there. */
export const TrafficSearch = z.object({
  view: z.string().optional().catch(undefined),
  sel: z.string().optional().catch(undefined),
})

export function TrafficScreen() {
  return null
}
