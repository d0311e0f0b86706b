import IconArrowsDiff from '@tabler/icons-react/dist/esm/icons/IconArrowsDiff.mjs'
import { useState } from 'react'
import { useReplay } from '#web/live/use-replay.ts'
import { compareMenuWords as words } from '#web/messages/compare-menu-en.ts'
import { utcWhenText } from '#web/messages/format.ts'
import { useShortcuts } from '#web/ui/use-shortcuts.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { ToolMenu, type ToolMenuItem } from '../map/tool-menu.tsx'
import { withComparison, withMoment, type TrafficSearch } from '../traffic-search.ts'
import { backOf, COMPARE_PRESETS, momentBefore } from './compared-moment.ts'
import { useRecordedSince, type RecordedSince } from './use-recorded-since.ts'

export interface CompareMenuProps {
  fleet: Fleet
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
}

/** Against which moment: what the history does not reach says so. */
export function CompareMenu({ fleet, search, onSearch }: CompareMenuProps) {
  const [approached, setApproached] = useState(false)
  const recorded = useRecordedSince(approached)
  const shownAt = useReplay(({ at }) => at)
  const at = shownAt ?? fleet.frame.worldAt
  const compareWith = (moment: number): void => onSearch(withComparison(search, moment))
  useShortcuts([
    {
      keys: 'c',
      run: () => onSearch(withComparison(search, search.vs === undefined ? '-10m' : null)),
    },
  ])
  const presets = COMPARE_PRESETS.map((preset): ToolMenuItem => {
    const moment = momentBefore(at, backOf(preset) ?? 0)
    const reason = reasonAgainst(moment, recorded, at)
    return {
      id: preset,
      label: words.presets[preset],
      hint: reason ?? utcWhenText(moment, at),
      disabled: reason !== null,
      onChoose: () => compareWith(moment),
    }
  })
  const withLive: ToolMenuItem[] =
    shownAt === null
      ? []
      : [
          {
            id: 'live',
            label: words.withLive,
            hint: utcWhenText(at, at),
            onChoose: () => onSearch(withComparison(withMoment(search, null), momentBefore(at, 0))),
          },
        ]
  const leave: ToolMenuItem[] =
    search.vs === undefined
      ? []
      : [
          {
            id: 'leave',
            label: words.leave,
            hint: words.leaveHint,
            onChoose: () => onSearch(withComparison(search, null)),
          },
        ]
  return (
    <ToolMenu
      label={words.label}
      icon={IconArrowsDiff}
      title={words.title}
      side="right"
      items={[...presets, ...withLive, ...leave]}
      onApproach={() => setApproached(true)}
    />
  )
}

/** Why it cannot be compared with; null where it can. */
export function reasonAgainst(moment: number, { since, failed }: RecordedSince, at: number): string | null {
  if (since === undefined) return failed ? words.notAsked : words.asking
  if (since === null) return words.nothing
  return moment < since ? words.beyond(utcWhenText(since, at)) : null
}
