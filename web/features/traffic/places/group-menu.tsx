import IconBoxMultiple from '@tabler/icons-react/dist/esm/icons/IconBoxMultiple.mjs'
import { groupingWords } from '#web/messages/grouping-en.ts'
import { ToolMenu } from '../map/tool-menu.tsx'
import { GROUPINGS } from '../model/group-id.ts'
import { withGroup, type TrafficSearch } from '../traffic-search.ts'

export interface GroupMenuProps {
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
}

/** By what services are drawn together. */
export function GroupMenu({ search, onSearch }: GroupMenuProps) {
  const words = groupingWords
  return (
    <ToolMenu
      label={`${words.label}:`}
      icon={IconBoxMultiple}
      value={words.by[search.group ?? 'off']}
      title={words.title}
      items={(['off', ...GROUPINGS] as const).map((by) => ({
        id: by,
        label: words.choice[by],
        hint: words.hint[by],
        chosen: (search.group ?? 'off') === by,
        onChoose: () => onSearch(withGroup(search, by === 'off' ? null : by)),
      }))}
    />
  )
}
