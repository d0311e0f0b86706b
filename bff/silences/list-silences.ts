import type { Silence, Silences, SilenceState } from '#contract/services/silence.ts'
import type { AlertSilencer } from '#bff/sources/alert-silencer.ts'
import { ANSWER_LIMIT_MS } from './find-silencer.ts'

const ORDER: readonly SilenceState[] = ['active', 'pending', 'expired']

/** Of every alerting system; one that does not answer is told by its last list, with its age and why. */
export async function listSilences({ silencers }: { silencers: readonly AlertSilencer[] }): Promise<Silences> {
  const signal = AbortSignal.timeout(ANSWER_LIMIT_MS)
  const lists = await Promise.all(
    silencers.map(async (silencer) => ({ source: silencer.source, ...(await silencer.list({ signal })) })),
  )
  return {
    silences: lists.flatMap(({ silences }) => silences).toSorted(bySoonest),
    sources: lists.map(({ source, readAt, problem }) => ({ source, readAt, problem })),
  }
}

function bySoonest(one: Silence, other: Silence): number {
  const state = ORDER.indexOf(one.state) - ORDER.indexOf(other.state)
  if (state !== 0) return state
  if (one.state === 'expired') return other.endsAt - one.endsAt
  return one.state === 'pending' ? one.startsAt - other.startsAt : one.endsAt - other.endsAt
}
