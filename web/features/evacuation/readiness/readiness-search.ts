import { z } from 'zod'
import { RegionId } from '#contract/ids.ts'

/** Which region is looked at; the least ready one where none is named. */
export const ReadinessSearch = z.object({ region: RegionId.optional().catch(undefined) })
export type ReadinessSearch = z.infer<typeof ReadinessSearch>
