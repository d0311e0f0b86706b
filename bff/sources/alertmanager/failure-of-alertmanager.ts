import { failureOf, type SourceFailure } from '../failure.ts'
import { quote, type JudgedAnswer } from '../judge-answer.ts'
import { WireError } from './wire.ts'

/** What 0.25 answers with 500 and later ones with 404. */
const UNKNOWN_SILENCE = 'silence not found'

/** What Alertmanager says of an order or question it refuses; null where the answer is no such word. */
export function failureOfAlertmanager({ json, where, response }: JudgedAnswer): SourceFailure | null {
  if (response.ok) return null
  const told = WireError.safeParse(json)
  if (!told.success) return null
  const said = typeof told.data === 'string' ? told.data : told.data.message
  if (said === UNKNOWN_SILENCE) return failureOf('not-found', 'Alertmanager has no such silence.')
  if (response.status < 500) return failureOf('query-refused', `Alertmanager refuses it: "${quote(said)}".`)
  return failureOf('server-error', `${where} failed with ${response.status}: "${quote(said)}"; see that server's log.`)
}
