import type { Question } from './question.ts'
import type { Resilience4jSettings } from './resilience4j-settings.ts'
import { ISTIO_QUANTILES } from './wire-queries.ts'
import {
  resilience4jBulkheadFree,
  resilience4jBulkheadLimit,
  resilience4jCalls,
  resilience4jFailureRate,
  resilience4jNotPermitted,
  resilience4jQuantile,
  resilience4jRetries,
  resilience4jSampleTime,
  resilience4jSlowRate,
  resilience4jStates,
  resilience4jTimeouts,
} from './wire-resilience4j-queries.ts'

export function resilience4jQuestions(settings: Resilience4jSettings): Question[] {
  // A wrong name is told once, of states and of calls.
  const unused = (what: string) => `No rows: no service uses ${what}.`
  return [
    { role: 'breaker:states', asked: 'states of breakers', query: resilience4jStates(settings) },
    {
      role: 'breaker:sample-time',
      asked: 'newest samples of breakers',
      query: resilience4jSampleTime(settings),
      ifEmpty: unused('breakers'),
    },
    {
      role: 'breaker:failure-rate',
      asked: 'failure rates of breakers',
      query: resilience4jFailureRate(settings),
      ifEmpty: unused('breakers'),
    },
    {
      role: 'breaker:slow-rate',
      asked: 'slow call rates of breakers',
      query: resilience4jSlowRate(settings),
      ifEmpty: unused('breakers'),
    },
    { role: 'breaker:calls', asked: 'calls/s through breakers', query: resilience4jCalls(settings) },
    {
      role: 'breaker:not-permitted',
      asked: 'calls/s refused by breakers',
      query: resilience4jNotPermitted(settings),
      ifEmpty: unused('breakers'),
    },
    {
      role: 'breaker:retries',
      asked: 'retried calls/s',
      query: resilience4jRetries(settings),
      ifEmpty: unused('retries'),
    },
    {
      role: 'breaker:timeouts',
      asked: 'calls/s out of time',
      query: resilience4jTimeouts(settings),
      ifEmpty: unused('time limiters'),
    },
    {
      role: 'breaker:bulkhead-free',
      asked: 'free calls of bulkheads',
      query: resilience4jBulkheadFree(settings),
      ifEmpty: unused('bulkheads'),
    },
    {
      role: 'breaker:bulkhead-limit',
      asked: 'limits of bulkheads',
      query: resilience4jBulkheadLimit(settings),
      ifEmpty: unused('bulkheads'),
    },
    ...latencyQuestions(settings),
  ]
}

/** Only where buckets are kept. */
function latencyQuestions(settings: Resilience4jSettings): Question[] {
  if (!settings.histograms) return []
  return QUANTILES.map((quantile) => ({
    role: `breaker:${quantile}` as const,
    asked: `latency ${quantile} of breakers`,
    query: resilience4jQuantile(ISTIO_QUANTILES[quantile], settings),
  }))
}

const QUANTILES = ['p50', 'p90', 'p99'] as const
