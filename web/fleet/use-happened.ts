import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Change } from '#contract/change.ts'
import { changesQuery } from '#web/api/changes.ts'
import type { SeriesOf } from '#web/api/series.ts'

/** A mark on a chart over time. */
export interface Happened {
  /** UTC ms. */
  at: number
  /** Empty where there is no room for words. */
  label: string
}

/** Asked for in whole steps, so that not every second asks anew. */
const STEP_MS = 300_000
const MOST = 50

/** What was changed of the thing charted, as marks on its charts; the newest is named. None until that is known. */
export function useHappened(of: SeriesOf, from: number, to: number): readonly Happened[] {
  const known = Number.isFinite(from) && Number.isFinite(to)
  const span = { from: Math.floor(from / STEP_MS) * STEP_MS, to: Math.ceil(to / STEP_MS) * STEP_MS }
  const query = changesQuery({ ...(known ? span : {}), ...placeOf(of), limit: MOST })
  const { data } = useQuery({ ...query, enabled: known })
  return useMemo(() => happenedOf(data?.changes ?? [], from, to), [data, from, to])
}

/** Whose changes are meant: of a connection, those of whom it leads to. */
export function placeOf({ region, service, target }: SeriesOf): { region?: string; service?: string } {
  if (target === undefined)
    return { ...(region === undefined ? {} : { region }), ...(service === undefined ? {} : { service }) }
  const [place = '', end] = target.split('/')
  // `us-east-1/identity:http`: the protocol is the connection's.
  const called = end?.split(':')[0]
  return { region: place, ...(called === undefined ? {} : { service: called }) }
}

/** Newest first, as they are told. */
export function happenedOf(changes: readonly Change[], from: number, to: number): Happened[] {
  return changes
    .filter(({ startedAt }) => startedAt >= from && startedAt <= to)
    .toSorted((one, other) => other.startedAt - one.startedAt)
    .map(({ startedAt, title }, index) => ({ at: startedAt, label: index === 0 ? title : '' }))
}
