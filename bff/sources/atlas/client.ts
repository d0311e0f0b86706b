import { createAsk, type Answer } from '../create-ask.ts'
import { printDuration } from '../duration.ts'
import { failureOf, type SourceFailure } from '../failure.ts'
import { quote, retryAfterMs, type JudgedAnswer } from '../judge-answer.ts'
import { graphOfWire, type Graph } from './graph.ts'
import type { AtlasSettings } from './settings.ts'
import { GRAPH_PATH, MOST_POINTS, TAGS_PATH, WireAnswer, WireError, WireTagKeys } from './wire.ts'

/** Atlas's HTTP API as this project uses it. Nothing here throws: a failure is an answer. */
export interface AtlasClient {
  /** The lines of an expression from the step that ends at `fromMs` to the one that ends at `toMs`. */
  graph(input: {
    expression: string
    fromMs: number
    toMs: number
    stepMs: number
    signal: AbortSignal
  }): Promise<Answer<Graph>>
  /** Keys of tags that some series has. */
  tagKeys(input: { signal: AbortSignal }): Promise<Answer<string[]>>
}

export function createAtlasClient({ url, auth, headers, limits }: AtlasSettings): AtlasClient {
  const ask = createAsk({ url, auth, headers, limits, system: 'Atlas', failureOfJson })
  return {
    graph: ({ expression, fromMs, toMs, stepMs, signal }) =>
      ask({
        path: `${GRAPH_PATH}?${new URLSearchParams({
          q: expression,
          // The first value is of the step after this instant.
          s: String(fromMs - stepMs),
          e: String(toMs),
          step: printDuration(stepMs),
          format: 'v2.json',
          tz: 'UTC',
          // As a picture has no more points than it is wide, a narrow one comes in a coarser step; none is drawn at all.
          w: String(MOST_POINTS),
          hints: 'no-image',
          no_legend: '1',
        })}`,
        schema: WireAnswer,
        pick: graphOfWire,
        signal,
      }),
    tagKeys: ({ signal }) => ask({ path: TAGS_PATH, schema: WireTagKeys, pick: (keys) => keys, signal }),
  }
}

/** `IllegalArgumentException: …`, in JSON, with a status that tells whose fault it is. */
function failureOfJson({ json, where, response }: JudgedAnswer): SourceFailure | null {
  const told = WireError.safeParse(json)
  if (!told.success) return null
  const said = `"${quote(told.data.message)}"`
  if (/too many (?:lines|datapoints)|max-(?:lines|datapoints)/i.test(told.data.message)) {
    return failureOf(
      'query-refused',
      `Atlas holds more lines for this expression than it answers with: ${said}; narrow it, or raise atlas.core.db.max-lines there.`,
    )
  }
  if (response.status === 429 || response.status === 503) {
    return failureOf('busy', `${where} is not ready: ${said}; it is asked again later.`, retryAfterMs(response))
  }
  if (response.status >= 500) {
    return failureOf('server-error', `${where} failed: ${said}; see that server's log.`, retryAfterMs(response))
  }
  return failureOf(
    'query-refused',
    `Atlas does not understand the expression: ${said}; correct it in the configuration.`,
  )
}
