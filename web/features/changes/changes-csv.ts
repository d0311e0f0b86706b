import type { Change } from '#contract/change.ts'
import { csvOf } from '#web/ui/csv.ts'
import { instantTextOf } from '#web/urls/urls.ts'

export interface ChangesCsvInput {
  changes: readonly Change[]
  from: number
  to: number
  /** In words of the address; empty for none. */
  filter: string
  simulated: boolean
}

const HEADER = [
  'began (UTC)',
  'ended (UTC)',
  'kind',
  'title',
  'version',
  'author',
  'regions (none: every one)',
  'services (none: every one)',
  'link',
  'origin',
  'id at the origin',
  'recorded (UTC)',
  'recorded by',
  'range from (UTC)',
  'range to (UTC)',
  'filter',
  'simulated',
] as const

/** The changes shown, newest first; range and filter stand in every line, since the format has no comments. */
export function changesCsv({ changes, from, to, filter, simulated }: ChangesCsvInput): string {
  return csvOf(
    HEADER,
    changes.map((change) => [
      instantTextOf(change.startedAt),
      change.endedAt === undefined ? '' : instantTextOf(change.endedAt),
      change.kind,
      change.title,
      change.version ?? '',
      change.author ?? '',
      change.regions.join(' '),
      change.services.join(' '),
      change.link ?? '',
      change.origin,
      change.externalId ?? '',
      instantTextOf(change.recordedAt),
      change.recordedBy,
      instantTextOf(from),
      instantTextOf(to),
      filter,
      simulated ? 'yes' : 'no',
    ]),
  )
}

/** `spillway-changes-2026-11-21T14-00-00Z-2026-11-22T14-00-00Z.csv`. */
export function changesCsvName({ from, to }: { from: number; to: number }): string {
  return `spillway-changes-${instantTextOf(from)}-${instantTextOf(to)}.csv`.replaceAll(':', '-')
}
