import type { Answer } from '../create-ask.ts'
import { failureOf, type SourceFailure } from '../failure.ts'
import type { AtlasClient } from './client.ts'
import type { Graph } from './graph.ts'
import type { Question, Role } from './questions.ts'
import type { AtlasLimits } from './settings.ts'

export type Answers = ReadonlyMap<Role, Answer<Graph>>

/** Steps by the instants they end at, UTC ms, both included. */
export interface Span {
  fromMs: number
  toMs: number
  stepMs: number
}

/**
 * Asks everything of one span, so many at once, within one limit of time. What every question would meet alike (refused,
 * not signed in) ends the rest.
 */
export async function askAll(input: {
  client: AtlasClient
  questions: readonly Question[]
  span: Span
  limits: AtlasLimits
  signal: AbortSignal
}): Promise<Answers> {
  const { client, questions, span, limits } = input
  const ending = new AbortController()
  const deadline = AbortSignal.timeout(limits.timeout)
  const signal = AbortSignal.any([input.signal, ending.signal, deadline])
  const answers = new Map<Role, Answer<Graph>>()
  const queue = [...questions]
  let shared: SourceFailure | null = null
  async function work(): Promise<void> {
    for (let question = queue.shift(); question !== undefined; question = queue.shift()) {
      const answer = signal.aborted
        ? GIVEN_UP
        : await client.graph({ ...span, expression: question.expression, signal })
      if (answer.kind === 'failed' && answer.failure.scope === 'server' && !signal.aborted) {
        shared = answer.failure
        ending.abort()
      }
      answers.set(question.role, explained(answer))
    }
  }
  function explained(answer: Answer<Graph>): Answer<Graph> {
    if (answer.kind === 'answered' || answer.failure.kind !== 'cancelled') return answer
    if (shared !== null) return { kind: 'failed', failure: shared }
    return deadline.aborted ? { kind: 'failed', failure: outOfTime(limits.timeout) } : answer
  }
  await Promise.all(Array.from({ length: Math.min(limits.concurrency, questions.length) }, work))
  return new Map(questions.flatMap(({ role }) => pairOf(role, answers.get(role))))
}

/** Null where anything at all came back; else the failure that says most. */
export function failureOfAll(answers: Answers): SourceFailure | null {
  const failures: SourceFailure[] = []
  for (const answer of answers.values()) {
    if (answer.kind === 'answered') return null
    failures.push(answer.failure)
  }
  return failures.find(({ scope }) => scope === 'server') ?? failures[0] ?? null
}

const GIVEN_UP: Answer<Graph> = { kind: 'failed', failure: failureOf('cancelled', 'The question was not asked.') }

function outOfTime(timeoutMs: number): SourceFailure {
  return failureOf(
    'timeout',
    `The poll was not done within ${timeoutMs / 1_000} s; Atlas is slow, or limits.timeout is too short for these expressions.`,
  )
}

function pairOf(role: Role, answer: Answer<Graph> | undefined): [Role, Answer<Graph>][] {
  return answer === undefined ? [] : [[role, answer]]
}
