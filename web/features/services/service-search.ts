import { z } from 'zod'
import { RegionId } from '#contract/ids.ts'

/** What of a service's page is shown, as it stands in the address. */
export const ServiceSearch = z.object({
  /** Whose calls and score; the worst one's where absent. */
  region: RegionId.optional().catch(undefined),
  /** The time its signals are drawn over: half an hour where absent. */
  range: z.literal(['30m', '2h', '6h']).optional().catch(undefined),
})
export type ServiceSearch = z.infer<typeof ServiceSearch>
