import IconMap2 from '@tabler/icons-react/dist/esm/icons/IconMap2.mjs'
import { mapWords } from '#web/messages/map-en.ts'
import { withMap, type TrafficSearch } from '../traffic-search.ts'
import { ToolMenu } from './tool-menu.tsx'

export interface MapMenuProps {
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
}

/** What the world stands on. */
export function MapMenu({ search, onSearch }: MapMenuProps) {
  const words = mapWords.menu
  const choice = (id: 'ring' | 'geographic', label: string, hint: string) => ({
    id,
    label,
    hint,
    chosen: (search.map ?? 'ring') === id,
    onChoose: () => onSearch(withMap(search, id === 'ring' ? undefined : id)),
  })
  return (
    <ToolMenu
      label={words.label}
      icon={IconMap2}
      title={words.title}
      side="right"
      items={[choice('ring', words.ring, words.ringHint), choice('geographic', words.geographic, words.geographicHint)]}
    />
  )
}
