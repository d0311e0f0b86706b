import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { WireMatcher, type WireSilence } from '#bff/sources/alertmanager/wire.ts'
import { fits, fitsAll, wholeExpression, type LabelSet } from './label-matcher.ts'

/** Silences as Alertmanager keeps them: the expired ones stay for a while, and none ever changes what it fits. */
export interface SilenceStore {
  list(now: number): WireSilence[]
  get(id: string, now: number): WireSilence | null
  put(body: unknown, now: number): PutOutcome
  /** False where there is none. */
  expire(id: string, now: number): boolean
  /** Ids of the active ones that cover these labels. */
  covering(labels: LabelSet, now: number): string[]
}

export type PutOutcome =
  | { kind: 'made'; id: string }
  /** 422 of the router. */
  | { kind: 'malformed'; message: string }
  /** 400 of the handler. */
  | { kind: 'refused'; message: string }
  | { kind: 'absent' }

const REQUIRED = ['comment', 'createdBy', 'endsAt', 'matchers', 'startsAt'] as const
const Body = z.object({
  id: z.string().optional(),
  matchers: z.array(WireMatcher).min(1),
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
  createdBy: z.string(),
  comment: z.string(),
})

interface Kept {
  id: string
  matchers: WireMatcher[]
  startsAt: number
  endsAt: number
  updatedAt: number
  createdBy: string
  comment: string
}

export function createSilenceStore(): SilenceStore {
  const silences = new Map<string, Kept>()

  function put(body: unknown, now: number): PutOutcome {
    const malformed = malformedOf(body)
    if (malformed !== null) return { kind: 'malformed', message: malformed }
    const { id, matchers, startsAt, endsAt, createdBy, comment } = Body.parse(body)
    const told = { startsAt: Date.parse(startsAt), endsAt: Date.parse(endsAt) }
    if (told.endsAt < told.startsAt) {
      return refused('Failed to create silence: start time must be before end time')
    }
    if (told.endsAt < now) return refused("Failed to create silence: end time can't be in the past")
    const expression = matchers.find(({ isRegex, value }) => isRegex && wholeExpression(value) === null)
    if (expression !== undefined) {
      return refused(`silence invalid: invalid label matcher 0: invalid regular expression "${expression.value}"`)
    }
    // A matcher that an absent label fits says nothing.
    if (matchers.every((matcher) => fits(matcher, {}))) {
      return refused('silence invalid: at least one matcher must not match the empty string')
    }
    const before = id === undefined || id === '' ? null : (silences.get(id) ?? null)
    if (before === null && id !== undefined && id !== '') return { kind: 'absent' }
    const sorted = matchers.toSorted((one, other) => (one.name < other.name ? -1 : 1))
    const next = { matchers: sorted, ...told, createdBy, comment, updatedAt: now }
    if (before !== null && canChange(before, next, now)) {
      silences.set(before.id, { id: before.id, ...next })
      return { kind: 'made', id: before.id }
    }
    if (before !== null) end(before, now)
    const made = randomUUID()
    silences.set(made, { id: made, ...next, startsAt: Math.max(next.startsAt, now) })
    return { kind: 'made', id: made }
  }

  function end(silence: Kept, now: number): void {
    if (stateOf(silence, now) === 'expired') return
    silences.set(silence.id, { ...silence, startsAt: Math.min(silence.startsAt, now), endsAt: now, updatedAt: now })
  }

  return {
    list: (now) => [...silences.values()].map((silence) => wireOf(silence, now)),
    get(id, now) {
      const silence = silences.get(id)
      return silence === undefined ? null : wireOf(silence, now)
    },
    put,
    expire(id, now) {
      const silence = silences.get(id)
      if (silence !== undefined) end(silence, now)
      return silence !== undefined
    },
    covering: (labels, now) =>
      [...silences.values()]
        .filter((silence) => stateOf(silence, now) === 'active' && fitsAll(silence.matchers, labels))
        .map(({ id }) => id),
  }
}

function refused(message: string): PutOutcome {
  return { kind: 'refused', message }
}

function malformedOf(body: unknown): string | null {
  const given = typeof body === 'object' && body !== null ? body : {}
  const missing = REQUIRED.find((name) => !(name in given))
  if (missing !== undefined) return `${missing} in body is required`
  const parsed = Body.safeParse(body)
  return parsed.success ? null : `${parsed.error.issues[0]?.path.join('.') ?? 'it'} in body is not valid`
}

/** The same matchers, and a past that stays as it was. */
function canChange(before: Kept, next: Omit<Kept, 'id'>, now: number): boolean {
  if (JSON.stringify(before.matchers) !== JSON.stringify(next.matchers)) return false
  switch (stateOf(before, now)) {
    case 'active':
      return Math.floor(before.startsAt / 1_000) === Math.floor(next.startsAt / 1_000)
    case 'pending':
      return next.startsAt >= now
    case 'expired':
      return false
  }
}

function stateOf({ startsAt, endsAt }: Kept, now: number): WireSilence['status']['state'] {
  if (now < startsAt) return 'pending'
  return now < endsAt ? 'active' : 'expired'
}

function wireOf(silence: Kept, now: number): WireSilence {
  const { startsAt, endsAt, updatedAt, ...rest } = silence
  return {
    ...rest,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    status: { state: stateOf(silence, now) },
  }
}
