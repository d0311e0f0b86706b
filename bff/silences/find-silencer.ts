import type { SourceId } from '#contract/ids.ts'
import { Failure } from '#bff/failure.ts'
import type { AlertSilencer } from '#bff/sources/alert-silencer.ts'

/** How long a person waits for an alerting system, ms. */
export const ANSWER_LIMIT_MS = 20_000

export function findSilencer(silencers: readonly AlertSilencer[], source: SourceId): AlertSilencer {
  const found = silencers.find((silencer) => silencer.source === source)
  if (found !== undefined) return found
  const known = silencers.map((silencer) => silencer.source)
  throw new Failure({
    code: 'not_found',
    message: `No source called ${source} can keep alerts silent.`,
    path: 'source',
    expected: known.length === 0 ? 'a source of kind alertmanager in the configuration' : known.join(' or '),
  })
}
