import { GLOBAL_REGION, nodeIdOf } from '#contract/ids.ts'
import type { RosterNode } from '#contract/roster.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { withSelection, withView, type TrafficSearch } from '../traffic-search.ts'
import { NodeDetails } from './node-details.tsx'
import { StreamDetails } from './stream-details.tsx'

export interface SelectionPanelProps {
  fleet: Fleet
  sel: string
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
}

/** What is selected: a service, or a stream between two ends. */
export function SelectionPanel(props: SelectionPanelProps) {
  const { sel, search, onSearch } = props
  const onClose = (): void => onSearch(withSelection(search, null))
  const onSelect = (node: RosterNode): void => {
    const id = nodeIdOf(node)
    onSearch(node.region === GLOBAL_REGION ? withSelection(search, id) : withView(search, node.region, id))
  }
  const Details = sel.includes('>') ? StreamDetails : NodeDetails
  return <Details key={sel} {...props} onClose={onClose} onSelect={onSelect} />
}
