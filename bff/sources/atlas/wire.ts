import { z } from 'zod'

export { parseDuration } from '../duration.ts'

/**
 * `GET /api/v1/graph?format=v2.json` as it stands on the wire: a list of objects, each with its `type`. Only what is read
 * is described; charts carry colours, axes and an image besides. A value is a number, or a text where it is none: "NaN",
 * "Infinity", "+Inf".
 */

export const GRAPH_PATH = '/api/v1/graph'
export const TAGS_PATH = '/api/v1/tags'
export const PUBLISH_PATH = '/api/v1/publish'

/** A line may have no more points than this: a longer span comes back in a coarser step, silently. */
export const MOST_POINTS = 1_440

export interface WireGraph {
  type: 'graph-metadata'
  /** UTC ms of the first value: the end of the interval that it is about. */
  startTime: number
  /** UTC ms, exclusive. */
  endTime: number
  /** ms: not always the one that was asked for. */
  step: number
  warnings?: string[]
}

export interface WireLine {
  type: 'timeseries'
  tags: Record<string, string>
  data: { type: 'array'; values: (number | string)[] }
}

/** A chart's remark on a line, or on an expression that had no data. */
export interface WireMessage {
  type: 'message'
  label: string
}

export type WireObject = WireGraph | WireLine | WireMessage | { type: string }

/** Answers hold thousands of lines: plain loops in place of a schema each. */
export const WireAnswer = z.custom<WireObject[]>(
  (objects) => Array.isArray(objects) && objects.some(isGraph) && objects.every(isKnown),
  'expected a list with graph-metadata and timeseries',
)
export type WireAnswer = z.infer<typeof WireAnswer>

export const WireTagKeys = z.array(z.string())

/** What it says of a question it could not answer, whatever the status. */
export const WireError = z.object({ type: z.literal('error'), message: z.string() })
export type WireError = z.infer<typeof WireError>

export function isGraph(object: unknown): object is WireGraph {
  if (!isOfType(object, 'graph-metadata')) return false
  const { startTime, endTime, step, warnings } = object
  const numbers = [startTime, endTime, step]
  return numbers.every(Number.isFinite) && Number(step) > 0 && (warnings === undefined || isListOf(warnings, isText))
}

export function isLine(object: unknown): object is WireLine {
  if (!isOfType(object, 'timeseries')) return false
  const { tags, data } = object
  if (!isRecord(tags) || !Object.values(tags).every(isText)) return false
  return isRecord(data) && isListOf(data['values'], (value) => typeof value === 'number' || isText(value))
}

/** What is of no kind that is read may look as it likes. */
function isKnown(object: unknown): boolean {
  if (!isRecord(object) || !isText(object['type'])) return false
  if (object['type'] === 'timeseries') return isLine(object)
  return object['type'] !== 'graph-metadata' || isGraph(object)
}

function isOfType(object: unknown, type: string): object is Record<string, unknown> {
  return isRecord(object) && object['type'] === type
}

function isListOf(list: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(list) && list.every(isItem)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** NaN for whatever is no number; infinities are none that a measure could be. */
export function numberOfWire(value: number | string): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : NaN
}

export function wireOfNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value)
}
