import { evaluateExpression, type Matches } from '#web/expression/evaluate-expression.ts'
import type { Expression } from '#web/expression/expression.ts'
import { edgeFacts, nodeFacts, type Fleet } from '#web/fleet/fleet.ts'
import { servicesIn } from '#web/fleet/service-facts.ts'

/** A filter's answer at this moment. */
export interface Filtered extends Matches {
  /** The others are not drawn; else they are dimmed. */
  hidesOthers: boolean
  /** Services that match, of those the view has. INTERNET and the CDN are nobody's service. */
  shown: number
  services: number
}

export interface FilteredInput {
  fleet: Fleet
  expression: Expression
  /** The region shown, or null for the world. */
  region: string | null
  selected: string | undefined
  hidesOthers: boolean
}

export function filteredOf({ fleet, expression, region, selected, hidesOthers }: FilteredInput): Filtered {
  const { roster, frame, health } = fleet
  const matches = evaluateExpression({
    expression,
    roster,
    frame,
    region,
    thresholds: health,
    selected: selected ?? null,
    // What is too old to be believed is unknown to the filter as it is to the eye.
    unknownNodes: Uint8Array.from(roster.nodes, (_, row) => (nodeFacts(fleet, row).freshness === 'unknown' ? 1 : 0)),
    unknownEdges: Uint8Array.from(roster.edges, (_, row) => (edgeFacts(fleet, row).freshness === 'unknown' ? 1 : 0)),
  })
  const services = servicesIn(fleet, region)
  const shown = services.filter(({ row }) => matches.nodes[row] === 1).length
  return { ...matches, hidesOthers, shown, services: services.length }
}
