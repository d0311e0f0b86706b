import { z } from 'zod'

/** pmproxy's REST interface, as far as this project uses it: `/pmapi`, read only. Bodies end with CRLF. */

/** Everything that is ever asked. `/pmapi/store` changes the host by a GET, and `/series` can end pmproxy: never those. */
export const PATHS = {
  context: '/pmapi/context',
  metric: (context: number) => `/pmapi/${context}/metric`,
  indom: (context: number) => `/pmapi/${context}/indom`,
  fetch: (context: number) => `/pmapi/${context}/fetch`,
} as const

const ContextId = z.number().int().min(0)

export const WireContext = z.object({
  context: ContextId,
  /** As the host calls itself. */
  hostspec: z.string().optional(),
})

/** A metric that nobody knows is left out, or told as `success: false`. */
export const WireMetric = z.union([
  z.object({ name: z.string(), success: z.literal(false), message: z.string().optional() }),
  z.object({
    name: z.string(),
    indom: z.string().optional(),
    type: z.string(),
    /** `counter`, `instant`, `discrete`. */
    sem: z.string(),
    /** `millisec`, `Kbyte`, `byte`, `none`. */
    units: z.string(),
  }),
])
export const WireMetrics = z.object({ context: ContextId, metrics: z.array(WireMetric) })

export const WireIndom = z.object({
  context: ContextId,
  instances: z.array(z.object({ instance: z.number().int(), name: z.string() })),
})

/** Whole seconds and nanoseconds, as `parseFetch` takes them from the text. */
const WireTimestamp = z.object({
  s: z.number().int().min(0).max(8_640_000_000_000),
  ns: z.number().int().min(0).max(999_999_999),
})

export const WireFetch = z.object({
  context: ContextId,
  timestamp: WireTimestamp,
  values: z.array(
    z.object({
      name: z.string(),
      instances: z.array(
        z.object({
          /** Null of what has no instances. */
          instance: z.number().int().nullable(),
          /** Texts and aggregates are no numbers. */
          value: z.unknown(),
        }),
      ),
    }),
  ),
})
export type WireFetch = z.infer<typeof WireFetch>

export const WireFailure = z.object({ message: z.string(), success: z.literal(false) })

/** What is said of a context that has timed out. */
export const UNKNOWN_CONTEXT = 'unknown context identifier'

const TIMESTAMP = /"timestamp":\s*(\d{1,13})\.(\d{1,9})(?=\s*[,}])/

/**
 * pmproxy writes a time as seconds, a dot and nanoseconds *without leading zeros*: `1795375742.4626` is 4,626 ns after
 * the second, not half a second. As a number one sample in ten would be up to 0.9 s wrong, so both parts are taken out
 * of the text as whole numbers before anything reads it as JSON. No text within it can look like that: its quotes
 * would be escaped.
 */
export function parseFetch(text: string): unknown {
  return JSON.parse(
    text.replace(TIMESTAMP, (_, s: string, ns: string) => `"timestamp":{"s":${Number(s)},"ns":${Number(ns)}}`),
  )
}

/** As pmproxy writes it; for who speaks like it. */
export function writeTimestamp(atMs: number): string {
  const seconds = Math.floor(atMs / 1_000)
  return `${seconds}.${Math.floor((atMs - seconds * 1_000) * 1e6)}`
}

/** UTC ms. */
export function instantOfWire({ s, ns }: { s: number; ns: number }): number {
  return s * 1_000 + ns / 1e6
}
