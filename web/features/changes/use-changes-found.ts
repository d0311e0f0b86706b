import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Change, ChangeKind } from '#contract/change.ts'
import { RegionId } from '#contract/ids.ts'
import { changesQuery } from '#web/api/changes.ts'
import { useLastingError } from '#web/api/use-lasting-error.ts'
import { endsOf, kindsOf, rangeOf, type ChangesSearch } from './changes-search.ts'
import { findChanges, ofKinds } from './feed-rows.ts'

/** As many as the server tells at once. */
export const MOST_CHANGES = 1_000

export interface ChangesFound {
  /** Undefined until the first answer. */
  told: readonly Change[] | undefined
  /** Of these: what fits region, service and words, of every kind. */
  found: readonly Change[]
  /** Of these: what is of the kinds asked for. */
  shown: readonly Change[]
  kinds: ReadonlySet<ChangeKind>
  from: number
  to: number
  /** There are older ones in this time that were not told. */
  isCut: boolean
  error: Error | null
  /** When the server last told, on the browser's clock. */
  toldAt: number
  askAgain: () => void
}

/** What was changed in the time asked for; asked anew every few seconds. */
export function useChangesFound(search: ChangesSearch, now: number): ChangesFound {
  const range = rangeOf(search)
  const { from, to } = endsOf(range, now)
  const { region, service, q, kind } = search
  // Half a name is no name yet: it is found among what everybody's changes say.
  const query = changesQuery({
    from,
    ...(range.kind === 'span' ? { to } : {}),
    ...named('region', region),
    ...named('service', service),
    limit: MOST_CHANGES,
  })
  const asked = useQuery(query)
  const error = useLastingError(asked)
  const { told, toldAt } = useLastTold(asked.data?.changes, asked.dataUpdatedAt)
  const found = useMemo(
    () => findChanges(told ?? [], { region, service, q, from, to: range.kind === 'span' ? to : undefined }),
    [told, region, service, q, from, to, range.kind],
  )
  const kinds = useMemo(() => kindsOf({ kind }), [kind])
  const shown = useMemo(() => ofKinds(found, kinds), [found, kinds])
  return {
    told,
    found,
    shown,
    kinds,
    from,
    to,
    isCut: told !== undefined && told.length >= MOST_CHANGES,
    error,
    toldAt,
    askAgain: () => void asked.refetch(),
  }
}

function named(field: 'region' | 'service', name: string | undefined): Partial<Record<typeof field, string>> {
  return RegionId.safeParse(name).success && name !== undefined ? { [field]: name } : {}
}

interface Told {
  told: readonly Change[] | undefined
  toldAt: number
}

/** What was told last stays, found anew, when what is asked next is not answered. */
function useLastTold(told: readonly Change[] | undefined, toldAt: number): Told {
  const [last, setLast] = useState<Told>({ told, toldAt })
  const newest = told === undefined || toldAt === 0 ? last : { told, toldAt }
  if (newest.told !== last.told || newest.toldAt !== last.toldAt) setLast(newest)
  return newest.told === undefined ? { told, toldAt } : newest
}
