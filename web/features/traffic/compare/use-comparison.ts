import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { ReplayState } from '#web/live/replay-state.ts'
import { useNow } from '#web/live/use-now.ts'
import { useOther, useOtherControls } from '#web/live/other-moment.tsx'
import { instantOf } from '#web/urls/urls.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { withComparison, type TrafficSearch } from '../traffic-search.ts'
import { backOf, momentBefore } from './compared-moment.ts'
import { loadCompare, type CompareCode } from './load-compare.ts'
import type { UnitedFleets } from './unite-fleets.ts'

/** Where a comparison stands. `at`: the moment compared with, UTC ms. */
export type Comparison =
  | { kind: 'none' }
  /** Its code could not be fetched. */
  | { kind: 'broken' }
  | { kind: 'loading'; at: number | null; code: CompareCode | null }
  | { kind: 'missing'; at: number; code: CompareCode; why: MissingMoment }
  | { kind: 'ready'; at: number; code: CompareCode; fleets: UnitedFleets }

export type MissingMoment =
  | { kind: 'not-yet' }
  | { kind: 'not-recorded'; from: number | null; to: number | null }
  | { kind: 'failed'; problem: string }

export interface ComparisonInput {
  fleet: Fleet
  search: TrafficSearch
  onSearch: (next: TrafficSearch, how?: { replace: boolean }) => void
}

/**
 * The moment that the address compares with, out of the recorded past: no source is asked. A moment told as so long
 * before is worked out once, and stands in the address from then on: it does not travel with the time.
 */
export function useComparison({ fleet, search, onSearch }: ComparisonInput): Comparison {
  const { vs } = search
  const code = useCompareCode(vs !== undefined)
  const back = vs === undefined ? null : backOf(vs)
  const at = vs === undefined || back !== null ? null : (instantOf(vs) ?? null)
  const settle = useEffectEvent((backMs: number) => {
    const shownAt = instantOf(search.at ?? '') ?? fleet.frame.worldAt
    onSearch(withComparison(search, momentBefore(shownAt, backMs)), { replace: true })
  })
  useEffect(() => {
    if (back !== null) settle(back)
  }, [back])
  const now = useNow()
  const isNotYet = at !== null && at >= now
  const state = useOtherAt(isNotYet ? null : at)
  const unite = useMemo(() => (code === null || code === 'failed' ? null : code.createUniter()), [code])
  const before = useMemo((): Fleet | null => {
    const { frame, roster, status } = state
    if (at === null || state.at !== at || status !== 'ready' || frame === null || roster === null) return null
    return { roster, frame, worldNow: frame.worldAt, freshness: fleet.freshness, health: fleet.health }
  }, [state, at, fleet.freshness, fleet.health])
  const fleets = useMemo(
    () => (unite === null || before === null ? null : unite(fleet, before)),
    [unite, fleet, before],
  )
  if (vs === undefined) return NONE
  if (code === 'failed') return { kind: 'broken' }
  if (code === null || at === null) return { kind: 'loading', at, code }
  if (fleets !== null) return { kind: 'ready', at, code, fleets }
  const why = isNotYet ? NOT_YET : missingOf(state, at)
  return why === null ? { kind: 'loading', at, code } : { kind: 'missing', at, code, why }
}

const NOT_YET: MissingMoment = { kind: 'not-yet' }
const NONE: Comparison = { kind: 'none' }

/** Keeps the second moment where the address says. */
function useOtherAt(at: number | null): ReplayState {
  const controls = useOtherControls()
  useEffect(() => {
    if (at === null) controls.live()
    else controls.seek(at)
  }, [controls, at])
  useEffect(() => () => controls.live(), [controls])
  return useOther((state) => state)
}

function missingOf(state: ReplayState, at: number): MissingMoment | null {
  if (state.at !== at) return null
  if (state.status === 'gap') return { kind: 'not-recorded', from: state.gap?.from ?? null, to: state.gap?.to ?? null }
  return state.status === 'failed' ? { kind: 'failed', problem: state.problem ?? '' } : null
}

/** Null until it is there. */
function useCompareCode(wanted: boolean): CompareCode | 'failed' | null {
  const [code, setCode] = useState<CompareCode | 'failed' | null>(null)
  const isMissing = code === null
  useEffect(() => {
    if (!wanted || !isMissing) return
    loadCompare().then(setCode, () => setCode('failed'))
  }, [wanted, isMissing])
  return code
}
