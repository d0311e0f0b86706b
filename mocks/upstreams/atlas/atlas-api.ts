import { GRAPH_PATH, MOST_POINTS, parseDuration, TAGS_PATH, wireOfNumber } from '#bff/sources/atlas/wire.ts'
import type { World } from '#mocks/world/world.ts'
import type { Content } from '../answer.ts'
import type { FaultBoard } from '../faults.ts'
import type { Recorder } from '../recorder.ts'
import { evaluate, type EvaluatedLine } from './evaluate.ts'
import { parseStack, StackFault } from './stack-language.ts'
import { createWorldSeries } from './world-series.ts'

/**
 * Atlas's `/api/v1/graph` and `/api/v1/tags` over the recording: steps rounded up and data told late, as the real one
 * does. Of its stack language it knows what presets are written in, and says so of the rest in Atlas's own words.
 */
export interface AtlasApi {
  readonly quirks: AtlasQuirks
  /** Null for a path that it does not have. */
  answer(request: { path: string; params: URLSearchParams; now: number }): Content | null
}

/** Where it stands beside the other upstreams: Prometheus has `/api/v1` for itself. */
export const ATLAS_PATH = '/atlas'

/** What installations differ in; may be changed while it runs. */
export interface AtlasQuirks {
  /** Of the data; coarser ones are asked for, finer ones are not there. */
  stepMs: number
  /** Whether the newest step is told as it is while not everybody has published. */
  isNewestPartial: boolean
  /** `atlas.core.db.max-lines` */
  mostLines: number
}

const ORDINARY_ATLAS: AtlasQuirks = { stepMs: 10_000, isNewestPartial: true, mostLines: 20_000 }
/** Steps that divide a minute, an hour, a day. */
const STEPS_MS = [
  ...[1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30].map((seconds) => seconds * 1_000),
  ...[1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 4, 6, 8, 12, 24].map((hours) => hours * 3_600_000),
]

export function createAtlasApi(input: {
  world: World
  recorder: Recorder
  faults: FaultBoard
  quirks?: Partial<AtlasQuirks>
}): AtlasApi {
  const { world, recorder, faults } = input
  const quirks = { ...ORDINARY_ATLAS, ...input.quirks }
  const series = createWorldSeries(world, recorder)
  const keys = [...new Set(series.flatMap(({ tags }) => Object.keys(tags)))].toSorted()
  const boundsMs = world.catalog.latencyBucketsMs

  function graph(params: URLSearchParams, now: number): Content {
    const text = params.get('q')
    if (text === null) throw new StackFault("IllegalArgumentException: missing required parameter 'q'")
    const expressions = parseStack(text)
    const span = spanOf(params, quirks.stepMs, now)
    const moments = (region: string) =>
      Array.from({ length: span.count }, (_, index) => {
        const at = span.firstMs + index * span.stepMs
        return { at, stepMs: span.stepMs, until: at > now ? -Infinity : faults.visibleUntil(region, at) }
      })
    const known = new Map<string, ReturnType<typeof moments>>()
    const momentsOf = (region: string) => known.get(region) ?? known.set(region, moments(region)).get(region) ?? []
    const lines = expressions.flatMap((expression) => evaluate(expression, { series, momentsOf, boundsMs }))
    if (lines.length > quirks.mostLines) {
      throw new StackFault(
        `IllegalArgumentException: requirement failed: too many lines: ${lines.length} > ${quirks.mostLines}`,
      )
    }
    const isPartial = quirks.isNewestPartial && now - span.lastMs < span.stepMs
    return json([...chart(span, params), ...told(lines, { text, isPartial, count: span.count })])
  }

  return {
    quirks,
    answer({ path, params, now }) {
      if (path === TAGS_PATH) return json(keys)
      if (path !== GRAPH_PATH) return null
      try {
        return graph(params, now)
      } catch (fault) {
        if (!(fault instanceof StackFault)) throw fault
        return { ...json({ type: 'error', message: fault.message }), status: 400 }
      }
    },
  }
}

interface Span {
  firstMs: number
  lastMs: number
  stepMs: number
  count: number
}

/** Both ends are brought to a step; the step is as coarse as the width of the picture asks for. */
function spanOf(params: URLSearchParams, ownStepMs: number, now: number): Span {
  const toMs = instantOf(params.get('e') ?? 'now', now, now)
  const fromMs = instantOf(params.get('s') ?? 'e-3h', now, toMs)
  const askedMs = parseDuration(params.get('step') ?? '') ?? ownStepMs
  const width = Math.min(MOST_POINTS, Number(params.get('w') ?? 700))
  const rounded = roundUp(Math.max(askedMs, ownStepMs))
  const points = Math.floor((toMs - fromMs) / rounded)
  const stepMs = roundUp(Math.max(1, Math.ceil(points / width)) * rounded)
  const begin = Math.floor(fromMs / stepMs) * stepMs
  const lastMs = Math.floor(toMs / stepMs) * stepMs
  const firstMs = Math.min(lastMs, begin + stepMs)
  return { firstMs, lastMs, stepMs, count: (lastMs - firstMs) / stepMs + 1 }
}

function roundUp(stepMs: number): number {
  return STEPS_MS.find((one) => one >= stepMs) ?? stepMs
}

/** `now`, `e-3h`, or UTC ms. */
function instantOf(text: string, now: number, end: number): number {
  const [, base = text, back] = /^(now|e)(?:-(\w+))?$/.exec(text) ?? []
  const from = base === 'now' ? now : base === 'e' ? end : Number(text)
  if (Number.isNaN(from)) throw new StackFault(`IllegalArgumentException: invalid date ${text}`)
  return from - (back === undefined ? 0 : (parseDuration(back) ?? 0))
}

function chart(span: Span, params: URLSearchParams): object[] {
  const hints = (params.get('hints') ?? '').split(',')
  return [
    ...(hints.includes('no-image') ? [] : [{ type: 'graph-image', data: 'data:image/png;base64,' }]),
    {
      type: 'graph-metadata',
      startTime: span.firstMs,
      endTime: span.lastMs + span.stepMs,
      timezones: [params.get('tz') ?? 'US/Pacific'],
      step: span.stepMs,
      width: 700,
      height: 300,
      legendType: 'OFF',
      warnings: [],
    },
    { type: 'plot-metadata', id: 0, scale: 'LINEAR', upper: 'auto-style', lower: 'auto-style' },
  ]
}

/** An expression of nothing is one line that says so. Of the newest step only the first half has published yet. */
function told(lines: readonly EvaluatedLine[], facts: { text: string; isPartial: boolean; count: number }): object[] {
  const { text, isPartial, count } = facts
  const none = { tags: { name: 'NO_DATA' }, values: Array.from({ length: count }, () => NaN) }
  return (lines.length === 0 ? [none] : lines).map(({ tags, values }, row) => ({
    type: 'timeseries',
    plot: 0,
    label: Object.values(tags).join(' '),
    color: 'ff0000ff',
    lineStyle: 'LINE',
    lineWidth: 1,
    query: text,
    tags,
    data: {
      type: 'array',
      values: values.map((value, step) => {
        const isHalf = isPartial && step === count - 1
        return wireOfNumber(isHalf ? (row % 2 === 0 ? NaN : value / 2) : value)
      }),
    },
  }))
}

function json(value: object): Content {
  return { status: 200, type: 'application/json', text: JSON.stringify(value) }
}
