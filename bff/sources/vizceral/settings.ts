import { z } from 'zod'
import { RegionId, SourceId } from '#contract/ids.ts'
import { Duration } from '../duration.ts'
import { HttpAuth } from '../http-auth.ts'

/** One entry of `sources:` with `kind: vizceral`: promviz, or whatever else makes Vizceral's JSON. */

/** Faster feeds are read once a second, as fast as frames are made. */
const SHORTEST_PERIOD_MS = 1_000
/** As often as promviz makes a new graph unless told otherwise. */
const DEFAULT_PERIOD_MS = 10_000

const FeedUrl = z.url({ protocol: /^(?:https?|file)$/ }).refine(
  (text) => {
    // What is no address at all has been said.
    if (!URL.canParse(text)) return true
    const url = new URL(text)
    const hasCredentials = url.username !== '' || url.password !== '' || url.hash !== ''
    return !hasCredentials && (url.protocol !== 'file:' || (url.hostname === '' && url.pathname !== '/'))
  },
  { error: 'an http, https or file:///… address without user, password and #; credentials belong under auth' },
)

export const VizceralLimits = z.strictObject({
  /** Of one answer, decoded. */
  bytes: z
    .number()
    .int()
    .min(1_024)
    .max(1024 ** 3)
    .default(4 * 1024 ** 2),
  timeout: Duration.default(10_000),
})
export type VizceralLimits = z.infer<typeof VizceralLimits>

export const VizceralSettings = z.strictObject({
  id: SourceId,
  kind: z.literal('vizceral'),
  /** The graph itself: `http://promviz:9091/graph`, or `file:///var/lib/graph.json`. */
  url: FeedUrl,
  auth: HttpAuth.default({ kind: 'none' }),
  /** How often a new graph can be expected. */
  period: Duration.refine((ms) => ms >= SHORTEST_PERIOD_MS, 'a duration of at least 1s').default(DEFAULT_PERIOD_MS),
  /** Of a feed that is one region's graph; of a feed of several, the only one that is read. */
  region: RegionId.optional(),
  limits: VizceralLimits.prefault({}),
})
export type VizceralSettings = z.infer<typeof VizceralSettings>
