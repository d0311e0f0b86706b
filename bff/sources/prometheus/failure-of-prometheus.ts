import { failureOf, type SourceFailure } from '../failure.ts'
import { quote, retryAfterMs, type JudgedAnswer } from '../judge-answer.ts'
import { WireError } from './wire.ts'

/** What Prometheus says of a question it could not answer; null where the answer is no such word. */
export function failureOfPrometheus({ json, where, response }: JudgedAnswer): SourceFailure | null {
  const told = WireError.safeParse(json)
  if (!told.success) return null
  const said = `"${quote(told.data.error)}"`
  switch (told.data.errorType) {
    case 'bad_data':
      return failureOf(
        'query-refused',
        `Prometheus does not understand the query: ${said}; correct it in the configuration.`,
      )
    case 'execution':
      return failureOf('query-refused', `Prometheus could not run the query: ${said}; try it in its own page.`)
    case 'timeout':
    case 'canceled':
      return failureOf('timeout', `Prometheus gave the query up: ${said}; narrow it or raise limits.timeout.`)
    case 'unavailable':
      return failureOf('busy', `${where} is not ready: ${said}; it is asked again later.`, retryAfterMs(response))
    default:
      return failureOf('server-error', `${where} failed (${told.data.errorType}): ${said}.`, retryAfterMs(response))
  }
}
