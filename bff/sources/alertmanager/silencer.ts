import type { AlertSeverity } from '#contract/services/foreign-alert.ts'
import type { Silence, SilencedAlert, SilenceMatcher } from '#contract/services/silence.ts'
import type { Clock } from '#bff/clock.ts'
import type { AlertReading } from '#bff/topology/facts.ts'
import type { AlertSilencer, PreviewAnswer, SilenceOrder, SilencerAnswer } from '../alert-silencer.ts'
import type { FailureKind, SourceFailure } from '../failure.ts'
import type { AlertmanagerClient } from './client.ts'
import { readPolledAlert, type AlertNaming } from './read-alert.ts'
import type { AlertmanagerSettings } from './settings.ts'
import { instantOfWire, type WireSilence } from './wire.ts'

const NO_SUCH_SILENCE = 'Alertmanager has no such silence.'
const MOST_PREVIEWED = 500
const GRAVEST_FIRST: readonly AlertSeverity[] = ['critical', 'warning', 'info']

/** After these nothing can have been changed; after all others nobody knows. */
const DEFINITE: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'refused',
  'unresolved',
  'certificate',
  'redirect',
  'not-signed-in',
  'web-page',
  'query-refused',
  'busy',
])

interface SilencerGround {
  settings: AlertmanagerSettings
  client: AlertmanagerClient
  naming: AlertNaming
  clock: Clock
}

export function createSilencer(ground: SilencerGround): AlertSilencer {
  const { settings, client, clock } = ground
  let last: { silences: readonly Silence[]; readAt: number } | null = null
  return {
    source: settings.id,
    async list({ signal }) {
      const answer = await client.silences({ signal })
      if (answer.kind === 'failed') {
        return { silences: last?.silences ?? [], readAt: last?.readAt ?? null, problem: answer.failure.message }
      }
      last = { silences: answer.value.map((wire) => readSilence(wire, settings)), readAt: clock.now() }
      return { ...last, problem: null }
    },
    put: ({ silence, signal }) => put(ground, silence, signal),
    expire: ({ id, signal }) => expire(ground, id, signal),
    preview: ({ matchers, signal }) => preview(ground, matchers, signal),
  }
}

async function put(ground: SilencerGround, order: SilenceOrder, signal: AbortSignal): Promise<SilencerAnswer> {
  const { client, settings } = ground
  const startsAt = order.startsAt ?? (await beganAt(ground, order.id, signal))
  if (typeof startsAt !== 'number') return startsAt
  const answer = await client.putSilence({ silence: wireOf(order, startsAt), signal })
  if (answer.kind === 'answered') {
    const silence = await readBack(ground, answer.value, signal)
    if (silence !== null && canonical(silence.matchers) !== canonical(order.matchers))
      return undo(ground, silence, signal)
    return { kind: 'done', id: answer.value, silence }
  }
  const refusal = refusalOf(answer.failure)
  if (refusal !== null) return refusal
  // No answer came: perhaps it was carried out all the same.
  const listed = await client.silences({ signal })
  const silences = listed.kind === 'answered' ? listed.value.map((wire) => readSilence(wire, settings)) : []
  const found = silences.find((silence) => isOrdered(silence, order))
  return found === undefined
    ? { kind: 'unknown', why: answer.failure.message }
    : { kind: 'done', id: found.id, silence: found }
}

/** Before 0.22 "is not" is taken for "is": what would be silent is what was meant to be heard. */
async function undo(ground: SilencerGround, { id }: Silence, signal: AbortSignal): Promise<SilencerAnswer> {
  const ended = await expire(ground, id, signal)
  const why = 'Alertmanager took other matchers than were meant; is it older than 0.22, which knows no "is not"?'
  return ended.kind === 'done'
    ? { kind: 'refused', why: `${why} The silence was ended at once.`, isInput: true }
    : { kind: 'unknown', why: `${why} The silence ${id} could not be ended: end it there.` }
}

/** One that is changed keeps its id only if it still begins when it did. */
async function beganAt(
  { client, clock, settings }: SilencerGround,
  id: string | undefined,
  signal: AbortSignal,
): Promise<number | SilencerAnswer> {
  if (id === undefined) return clock.now()
  const answer = await client.silence({ id, signal })
  if (answer.kind === 'answered') return readSilence(answer.value, settings).startsAt
  const { kind, message } = answer.failure
  if (kind === 'not-found') return { kind: 'absent', why: NO_SUCH_SILENCE }
  return { kind: 'refused', why: message, isInput: kind === 'query-refused' }
}

async function expire(ground: SilencerGround, id: string, signal: AbortSignal): Promise<SilencerAnswer> {
  const answer = await ground.client.expireSilence({ id, signal })
  const refusal = answer.kind === 'failed' ? refusalOf(answer.failure) : null
  if (refusal !== null) return refusal
  const silence = await readBack(ground, id, signal)
  if (answer.kind === 'answered' || silence?.state === 'expired') return { kind: 'done', id, silence }
  return { kind: 'unknown', why: answer.failure.message }
}

/** Null where nobody can tell whether the order was carried out. */
function refusalOf({ kind, message }: SourceFailure): SilencerAnswer | null {
  if (kind === 'not-found') return { kind: 'absent', why: NO_SUCH_SILENCE }
  return DEFINITE.has(kind) ? { kind: 'refused', why: message, isInput: kind === 'query-refused' } : null
}

async function readBack(
  { client, settings }: SilencerGround,
  id: string,
  signal: AbortSignal,
): Promise<Silence | null> {
  const answer = await client.silence({ id, signal })
  return answer.kind === 'answered' ? readSilence(answer.value, settings) : null
}

async function preview(
  { client, settings, naming, clock }: SilencerGround,
  matchers: readonly SilenceMatcher[],
  signal: AbortSignal,
): Promise<PreviewAnswer> {
  const { receivers } = settings
  const [covered, all] = await Promise.all([
    client.alerts({ receivers, matchers, signal }),
    client.alerts({ receivers, signal }),
  ])
  if (covered.kind === 'failed') return failedPreview(covered.failure)
  if (all.kind === 'failed') return failedPreview(all.failure)
  const alerts = covered.value.alerts.flatMap(
    (wire) => readPolledAlert(wire, { naming, at: clock.now(), group: null }) ?? [],
  )
  const told = alerts.toSorted(byGravity).slice(0, MOST_PREVIEWED).map(silencedOf)
  return { kind: 'told', preview: { alerts: told, count: alerts.length, of: all.value.alerts.length } }
}

function failedPreview({ kind, message }: SourceFailure): PreviewAnswer {
  return { kind: 'failed', why: message, isRefused: kind === 'query-refused' }
}

function byGravity(one: AlertReading, other: AlertReading): number {
  const rank = ({ severity }: AlertReading) => GRAVEST_FIRST.indexOf(severity)
  return rank(one) - rank(other) || other.startedAt - one.startedAt
}

function silencedOf(reading: AlertReading): SilencedAlert {
  return {
    key: reading.key,
    name: reading.title,
    severity: reading.severity,
    region: reading.region,
    serviceName: reading.name,
    summary: reading.summary,
    startedAt: reading.startedAt,
    alreadySilenced: reading.silencedBy.length > 0,
  }
}

function readSilence(wire: WireSilence, { id: source, page, url }: AlertmanagerSettings): Silence {
  return {
    source,
    id: wire.id,
    matchers: wire.matchers.map(({ name, value, isRegex, isEqual }) => ({ name, value, isRegex, isEqual })),
    state: wire.status.state,
    startsAt: epochOf(wire.startsAt),
    endsAt: epochOf(wire.endsAt),
    updatedAt: epochOf(wire.updatedAt),
    createdBy: wire.createdBy,
    comment: wire.comment,
    link: `${(page ?? url).replace(/\/+$/, '')}/#/silences/${encodeURIComponent(wire.id)}`,
  }
}

/** Alertmanager writes each of these times whole; 0 is the time of one that did not. */
function epochOf(text: string): number {
  const at = instantOfWire(text)
  return Number.isNaN(at) ? 0 : at
}

function wireOf({ id, matchers, endsAt, createdBy, comment }: SilenceOrder, startsAt: number) {
  return {
    ...(id === undefined ? {} : { id }),
    matchers: matchers.map(({ name, value, isRegex, isEqual }) => ({ name, value, isRegex, isEqual })),
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    createdBy,
    comment,
  }
}

function isOrdered(silence: Silence, order: SilenceOrder): boolean {
  return (
    silence.state !== 'expired' &&
    silence.createdBy === order.createdBy &&
    silence.comment === order.comment &&
    silence.endsAt === order.endsAt &&
    canonical(silence.matchers) === canonical(order.matchers)
  )
}

/** Alertmanager sorts the matchers it is given. */
function canonical(matchers: SilenceOrder['matchers']): string {
  return matchers
    .map(({ name, value, isRegex, isEqual }) => JSON.stringify([name, value, isRegex, isEqual]))
    .toSorted()
    .join('\n')
}
