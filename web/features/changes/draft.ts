import type { z } from 'zod'
import type { ChangeKind, NewChange } from '#contract/change.ts'

/** A change as it stands in the dialog. */
export interface Draft {
  kind: ChangeKind
  title: string
  services: readonly string[]
  regions: readonly string[]
  version: string
  link: string
  minutesAgo: number
}

export const BEGAN_MINUTES = [0, 5, 15, 60] as const

export const EMPTY_DRAFT: Draft = {
  kind: 'configuration',
  title: '',
  services: [],
  regions: [],
  version: '',
  link: '',
  minutesAgo: 0,
}

const MINUTE_MS = 60_000

/** What began just now is told without a time: the server's clock is the better one. */
export function changeOfDraft(draft: Draft, now: number): z.input<typeof NewChange> {
  const [version, link] = [draft.version.trim(), draft.link.trim()]
  return {
    kind: draft.kind,
    title: draft.title.trim(),
    services: [...draft.services],
    regions: [...draft.regions],
    origin: 'console',
    ...(version === '' ? {} : { version }),
    ...(link === '' ? {} : { link }),
    ...(draft.minutesAgo === 0 ? {} : { startedAt: Math.round(now - draft.minutesAgo * MINUTE_MS) }),
  }
}
