import { z } from 'zod'

/**
 * Vizceral's JSON as feeds really write it. Only three levels are looked at (the world, its regions, their services):
 * whatever lies deeper is never walked. A row that cannot be read becomes null, so that it can be counted, and costs
 * nothing but itself. Texts are texts: nothing in a feed is ever treated as HTML, and links of notices are not read.
 */

/** A number, or a text that is one; anything else is not told. */
const Numeric = z.union([z.number(), z.string()]).nullish().catch(undefined)
const Text = z.string().nullish().catch(undefined)
const Name = z.union([z.string().min(1), z.number().transform(String)])

function rowsOf<Row extends z.ZodType>(row: Row) {
  return z.array(row.nullable().catch(null)).nullish().catch(undefined)
}

export const WireConnection = z.object({
  source: Name,
  target: Name,
  /** Class → requests/s. */
  metrics: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  class: Text,
  metadata: z
    .object({
      protocol: Text,
      /** Classes whose volume is not known; their absence from `metrics` is then no zero. */
      unknown: z.array(z.string()).optional().catch(undefined),
    })
    .nullish()
    .catch(undefined),
})
export type WireConnection = z.infer<typeof WireConnection>

export const WireNotice = z.object({
  /** 0 info, 1 warning, 2 error. */
  severity: Numeric,
  title: Text,
  subtitle: Text,
})
export type WireNotice = z.infer<typeof WireNotice>

const nodeFields = {
  name: Name,
  displayName: Text,
  renderer: Text,
  class: Text,
  node_type: Text,
  metadata: z.object({ owner: Text }).nullish().catch(undefined),
  notices: rowsOf(WireNotice),
}

export const WireService = z.object(nodeFields)
export type WireService = z.infer<typeof WireService>

const graphFields = {
  renderer: Text,
  entryNode: Name.nullish().catch(undefined),
  maxVolume: Numeric,
  /** UTC ms, or s. */
  updated: Numeric,
  connections: rowsOf(WireConnection),
}

export const WireRegion = z.object({ ...nodeFields, ...graphFields, nodes: rowsOf(WireService) })
export type WireRegion = z.infer<typeof WireRegion>

export const WireFeed = z
  .object({
    ...graphFields,
    name: Name.nullish().catch(undefined),
    /** promviz: every class its rules know. */
    classes: rowsOf(z.object({ name: z.string(), color: Text })),
    serverUpdateTime: Numeric,
    nodes: rowsOf(WireRegion),
  })
  .refine(({ nodes, connections }) => Array.isArray(nodes) || Array.isArray(connections), {
    error: 'neither nodes nor connections',
  })
export type WireFeed = z.infer<typeof WireFeed>
/** As it is written. */
export type WireFeedInput = z.input<typeof WireFeed>

/** NaN where it is no finite number: an empty text, `"n/a"`, null, 1e999. */
export function numberOfWire(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? value : NaN
  if (typeof value !== 'string' || !/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(value)) return NaN
  const number = Number(value)
  return Number.isFinite(number) ? number : NaN
}

/** 1973 in ms, 5138 in s: below it a time is in seconds. */
const EARLIEST_MS = 1e11
/** 5138 in ms. */
const LATEST_MS = 1e14

/** UTC ms of a time in ms or s; NaN where it is neither. */
export function instantOfWire(value: unknown): number {
  const number = numberOfWire(value)
  if (!(number > 0)) return NaN
  const instant = number < EARLIEST_MS ? number * 1_000 : number
  return instant < LATEST_MS ? Math.round(instant) : NaN
}
