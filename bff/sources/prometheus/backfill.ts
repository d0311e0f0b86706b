import type { SourceReport } from '#bff/topology/report.ts'
import { assembleReports } from './assemble-report.ts'
import { askAll, failureOfAll } from './batch.ts'
import type { PrometheusContext } from './context.ts'
import { createFreshnessMemory } from './freshness-memory.ts'
import { isAboutFacts, type Question } from './question.ts'
import { MOST_POINTS } from './wire.ts'
import { withWindow } from './wire-queries.ts'

/**
 * Past reports, oldest first. A range query may answer with at most 11,000 points a series and with at most as many
 * bytes as this source is allowed: the span is asked for in chunks, aligned to the step (so that Prometheus and any
 * cache before it see the same instants again), that grow while answers are small and shrink when one is too large or too slow. Throws where nothing at all comes back.
 */
const FIRST_CHUNK_STEPS = 60
const AIMED_ANSWER_BYTES = 4 * 1024 ** 2
/** rate() over less than this many steps would leave requests out between two of them. */
const WINDOW_STEPS = 2

/** Facts are of now alone. Of the past, `up` tells how old samples were where it is configured, at a thousandth of the rows. */
function questionsOfThePast({ questions, settings }: PrometheusContext): Question[] {
  const isDated = settings.up !== undefined
  return questions.filter(({ role }) => !isAboutFacts(role) && !(role === 'sampleTime' && isDated))
}

export async function* backfill(
  context: PrometheusContext,
  span: { from: number; to: number; stepMs: number; signal: AbortSignal },
): AsyncIterable<SourceReport> {
  const { stepMs, signal } = span
  const first = Math.ceil(span.from / stepMs) * stepMs
  const last = Math.floor(span.to / stepMs) * stepMs
  const memory = createFreshnessMemory()
  let chunkSteps = FIRST_CHUNK_STEPS
  let mostSteps = MOST_POINTS - 1
  for (let fromMs = first; fromMs <= last;) {
    if (signal.aborted) return
    const count = Math.min(chunkSteps, (last - fromMs) / stepMs + 1)
    const chunk = await askChunk(context, { fromMs, stepMs, count }, signal)
    if ((chunk.tooLarge || chunk.tooSlow) && chunkSteps > 1) {
      chunkSteps = Math.max(1, Math.floor(chunkSteps / 4))
      // A size that has fitted its bytes may be tried again; one that took too long would take as long again.
      if (chunk.tooSlow) mostSteps = chunkSteps
      continue
    }
    const failure = failureOfAll(chunk.batch)
    if (failure !== null) throw new Error(failure.message)
    const assembly = assembleReports({
      ...context,
      batch: chunk.batch,
      steps: { fromMs, stepMs, count },
      memory,
      now: context.clock.now(),
    })
    for (let step = 0; step < count; step += 1) yield assembly.reportAt(step)
    fromMs += count * stepMs
    const fitting = Math.floor((count * AIMED_ANSWER_BYTES) / Math.max(1, chunk.largestBytes))
    chunkSteps = Math.min(Math.max(1, fitting), chunkSteps * 2, mostSteps)
  }
}

async function askChunk(
  context: PrometheusContext,
  steps: { fromMs: number; stepMs: number; count: number },
  signal: AbortSignal,
) {
  const { settings, client } = context
  const { fromMs, stepMs, count } = steps
  const windowMs = Math.max(settings.window, WINDOW_STEPS * stepMs)
  const batch = await askAll({
    questions: questionsOfThePast(context),
    ask: ({ query }, inner) =>
      client.queryRange({
        query: withWindow(query, windowMs),
        fromMs,
        toMs: fromMs + (count - 1) * stepMs,
        stepMs,
        signal: inner,
      }),
    limits: settings.limits,
    signal,
  })
  let largestBytes = 0
  let tooLarge = false
  let tooSlow = false
  for (const { answer } of batch.values()) {
    if (answer.kind === 'answered') largestBytes = Math.max(largestBytes, answer.bytes)
    else if (answer.failure.kind === 'too-large') tooLarge = true
    else if (answer.failure.kind === 'timeout') tooSlow = true
  }
  return { batch, largestBytes, tooLarge, tooSlow }
}
