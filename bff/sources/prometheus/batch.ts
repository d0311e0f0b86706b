import type { Answer } from '../create-ask.ts'
import type { PrometheusClient, QueryResult } from './client.ts'
import { failureOf, type SourceFailure } from '../failure.ts'
import type { Question, Role } from './question.ts'
import type { PrometheusLimits } from './common-settings.ts'

/** Everything that was asked at one instant, with what came back. */
export type Batch = ReadonlyMap<Role, Asked>

export interface Asked {
  question: Question
  answer: Answer<QueryResult>
}

/**
 * Asks all questions with bounded concurrency and one time limit for them all. A failure that every query would meet
 * alike (refused, not signed in, a web page …) ends the batch: the rest is not asked any more.
 */
export async function askAll(input: {
  questions: readonly Question[]
  ask: (question: Question, signal: AbortSignal) => ReturnType<PrometheusClient['query']>
  limits: PrometheusLimits
  signal: AbortSignal
}): Promise<Batch> {
  const { questions, ask, limits } = input
  const ending = new AbortController()
  const deadline = AbortSignal.timeout(limits.timeout)
  const signal = AbortSignal.any([input.signal, ending.signal, deadline])
  const answers = new Map<Role, Asked>()
  let endedBy: SourceFailure | null = null
  const queue = [...questions]

  async function work(): Promise<void> {
    for (let question = queue.shift(); question !== undefined; question = queue.shift()) {
      const answer = signal.aborted ? notAsked() : await ask(question, signal)
      answers.set(question.role, { question, answer: explain(answer) })
      if (answer.kind === 'failed' && answer.failure.scope === 'server' && !signal.aborted) {
        endedBy = answer.failure
        ending.abort()
      }
    }
  }
  /** What was cancelled because of another answer, or by the limit, says so. */
  function explain(answer: Answer<QueryResult>): Answer<QueryResult> {
    if (answer.kind === 'answered' || answer.failure.kind !== 'cancelled') return answer
    if (endedBy !== null) return { kind: 'failed', failure: endedBy }
    return deadline.aborted ? { kind: 'failed', failure: outOfTime(limits.timeout) } : answer
  }
  await Promise.all(Array.from({ length: Math.min(limits.concurrency, questions.length) }, work))
  return new Map(
    questions.flatMap(({ role }) => {
      const asked = answers.get(role)
      return asked === undefined ? [] : [[role, asked] as const]
    }),
  )
}

function notAsked(): Answer<QueryResult> {
  return { kind: 'failed', failure: failureOf('cancelled', 'The question was not asked.') }
}

function outOfTime(timeoutMs: number): SourceFailure {
  return failureOf(
    'timeout',
    `The poll was not done within ${timeoutMs / 1_000} s; Prometheus is slow, or limits.timeout is too short for these queries.`,
  )
}

/** Of all answers together, decoded. */
export function bytesOf(batch: Batch): number {
  return [...batch.values()].reduce((sum, { answer }) => sum + (answer.kind === 'answered' ? answer.bytes : 0), 0)
}

/** Null where anything at all came back; else the failure that says most. */
export function failureOfAll(batch: Batch): SourceFailure | null {
  const failures: SourceFailure[] = []
  for (const { answer } of batch.values()) {
    if (answer.kind === 'answered') return null
    failures.push(answer.failure)
  }
  return failures.find((failure) => failure.scope === 'server') ?? failures[0] ?? null
}
