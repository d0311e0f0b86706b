import { expect, test } from 'vitest'
import { askAll, failureOfAll } from './batch.ts'
import type { Answer } from '../create-ask.ts'
import type { QueryResult } from './client.ts'
import { failureOf, type FailureKind } from '../failure.ts'
import type { Question } from './question.ts'
import { PrometheusLimits } from './common-settings.ts'

const limits = { ...PrometheusLimits.parse({}), concurrency: 2 }
const questions = (['requests', 'errors', 'degraded', 'p50', 'p99'] as const).map((role): Question => ({
  role,
  asked: role,
  query: role,
}))
const answered: Answer<QueryResult> = {
  kind: 'answered',
  value: { result: { resultType: 'vector', result: [] }, warnings: [] },
  bytes: 0,
  servedAtMs: NaN,
}
const failed = (kind: FailureKind): Answer<QueryResult> => ({
  kind: 'failed',
  failure: failureOf(kind, `It is ${kind}.`),
})

async function run(answerOf: (role: string, signal: AbortSignal) => Promise<Answer<QueryResult>>, timeout = 10_000) {
  const asked: string[] = []
  let underWay = 0
  let most = 0
  const batch = await askAll({
    questions,
    async ask({ role }, signal) {
      asked.push(role)
      underWay += 1
      most = Math.max(most, underWay)
      const answer = await answerOf(role, signal)
      underWay -= 1
      return answer
    },
    limits: { ...limits, timeout },
    signal: new AbortController().signal,
  })
  return { batch, asked, most }
}

const kindsOf = (batch: Awaited<ReturnType<typeof askAll>>) =>
  [...batch].map(([role, { answer }]) => [role, answer.kind === 'answered' ? 'ok' : answer.failure.kind])

test('all are asked, in order, no more at once than allowed', async () => {
  const { batch, asked, most } = await run(async () => answered)
  expect(asked).toEqual(questions.map(({ role }) => role))
  expect([...batch.keys()]).toEqual(asked)
  expect(most).toBe(2)
  expect(failureOfAll(batch)).toBeNull()
})

test('a failure of one query leaves the others theirs', async () => {
  const { batch } = await run(async (role) => (role === 'errors' ? failed('query-refused') : answered))
  expect(kindsOf(batch)).toEqual([
    ['requests', 'ok'],
    ['errors', 'query-refused'],
    ['degraded', 'ok'],
    ['p50', 'ok'],
    ['p99', 'ok'],
  ])
  expect(failureOfAll(batch)).toBeNull()
})

test('a failure that all would meet ends the batch', async () => {
  const { batch, asked } = await run(async () => failed('refused'))
  expect(asked.length).toBeLessThanOrEqual(2)
  expect(new Set(kindsOf(batch).map(([, kind]) => kind))).toEqual(new Set(['refused']))
  expect(failureOfAll(batch)?.kind).toBe('refused')
})

test('a server that hangs costs one limit of time, not one a query', async () => {
  const hang = (_role: string, signal: AbortSignal) =>
    new Promise<Answer<QueryResult>>((resolve) =>
      signal.addEventListener('abort', () => resolve(failed('cancelled')), { once: true }),
    )
  const { batch, asked } = await run(hang, 50)
  expect(asked).toHaveLength(2)
  expect(new Set(kindsOf(batch).map(([, kind]) => kind))).toEqual(new Set(['timeout']))
})
