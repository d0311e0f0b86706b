import { formatAge } from '#web/messages/format-numbers.ts'
import { connectionsIn } from '#web/fleet/connection-facts.ts'
import type { Facts, Fleet } from '#web/fleet/fleet.ts'
import type { Filtered } from '#web/filter/filtered.ts'
import { marksOfNode, marksOfRegion, type NodeMark } from '#web/fleet/node-marks.ts'
import { nodeNameOf } from '#web/fleet/node-name.ts'
import { regionFactsOf } from '#web/fleet/region-facts.ts'
import { servicesIn } from '#web/fleet/service-facts.ts'
import { worstFirst } from '#web/fleet/worst-first.ts'

/** One line of the table twin: the same facts as on the map. NaN means unknown, or that the row has no such thing. */
export interface TableRow extends Facts {
  id: string
  name: string
  /** Second line under the name. */
  about: string
  trafficShare: number
  headroomShare: number
  saturation: number
  protocol: string
  /** The worst first; none of connections. */
  marks: readonly NodeMark[]
  /** False where a filter leaves it out, and dims it. */
  matches: boolean
}

export type TableContent = 'regions' | 'services' | 'connections'

/** Worst first: error share, then volume; what a filter hides is left out, regions stay. */
export function tableRowsOf(
  fleet: Fleet,
  content: TableContent,
  region: string | null,
  filtered: Filtered | null = null,
): TableRow[] {
  const rows = rowsOf(fleet, content, region, filtered)
  return (filtered?.hidesOthers === true ? rows.filter(({ matches }) => matches) : rows).sort(worstFirst)
}

function rowsOf(fleet: Fleet, content: TableContent, region: string | null, filtered: Filtered | null): TableRow[] {
  switch (content) {
    case 'regions':
      return regionFactsOf(fleet).map((facts) => ({
        ...facts,
        ...NOTHING_MORE,
        ...regionParts(facts),
        marks: marksOfRegion(fleet, facts.region.id),
      }))
    case 'services':
      return servicesIn(fleet, region).map((facts) => ({
        ...NOTHING_MORE,
        ...facts,
        name: facts.node.name,
        about: facts.node.owner ?? facts.node.kind,
        marks: marksOfNode(fleet, facts.row),
        matches: filtered === null || filtered.nodes[facts.row] === 1,
      }))
    case 'connections':
      return connectionsIn(fleet, region).map((facts) => ({
        ...NOTHING_MORE,
        ...facts,
        name: `${nodeNameOf(facts.source)} → ${nodeNameOf(facts.target)}`,
        about: facts.source.region === facts.target.region ? '' : `${facts.source.region} → ${facts.target.region}`,
        protocol: facts.edge.protocol,
        matches: filtered === null || filtered.edges[facts.row] === 1,
      }))
  }
}

const NOTHING_MORE = {
  trafficShare: NaN,
  headroomShare: NaN,
  saturation: NaN,
  protocol: '',
  marks: [],
  about: '',
  matches: true,
} as const

function regionParts(
  facts: ReturnType<typeof regionFactsOf>[number],
): Pick<TableRow, 'id' | 'name' | 'about' | 'trafficShare' | 'headroomShare'> {
  const { region, trafficShare, headroomShare } = facts
  return { id: region.id, name: region.id, about: region.name, trafficShare, headroomShare }
}

/** `live 1 s`, for those who hear the table. */
export function ageWords(facts: Facts): string {
  return `${facts.freshness} ${formatAge(facts.ageMs)}`
}
