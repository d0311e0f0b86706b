import { z } from 'zod'
import { SourceId } from '#contract/ids.ts'
import { Duration } from '../duration.ts'

const DEFAULT_PERIOD_MS = 60_000
const SHORTEST_PERIOD_MS = 1_000
const DEFAULT_BYTES = 4 * 1024 * 1024

/** Catalogue files on this machine's disk. */
export const CatalogueSettings = z.strictObject({
  id: SourceId,
  kind: z.literal('catalogue'),
  /** Files, or directories whose `.yaml` and `.yml` files are all read. */
  files: z.array(z.string().min(1)).min(1).max(200),
  /** How often they are read again. */
  period: Duration.refine((ms) => ms >= SHORTEST_PERIOD_MS, 'a duration of at least 1s').default(DEFAULT_PERIOD_MS),
  limits: z
    .strictObject({
      /** Of all files together. */
      bytes: z.number().int().positive().default(DEFAULT_BYTES),
    })
    .prefault({}),
})
export type CatalogueSettings = z.infer<typeof CatalogueSettings>
