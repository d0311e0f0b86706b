import { nodeIdOf } from '#contract/ids.ts'
import type { RosterNode } from '#contract/roster.ts'
import { nodeFacts, saturationOf, type Facts, type Fleet } from './fleet.ts'

export interface ServiceFacts extends Facts {
  /** `us-east-1/api`. */
  id: string
  row: number
  node: RosterNode
  saturation: number
}

export function serviceFactsOf(fleet: Fleet, row: number): ServiceFacts | null {
  const node = fleet.roster.nodes[row]
  if (node === undefined) return null
  return { ...nodeFacts(fleet, row), id: nodeIdOf(node), row, node, saturation: saturationOf(fleet, row) }
}

/** Services of one region, or of all; what is gone is left out, and so is what lies outside of every region. */
export function servicesIn(fleet: Fleet, region: string | null): ServiceFacts[] {
  return fleet.roster.nodes.flatMap((node, row) => {
    if (node.gone === true || isOutside(node) || (region !== null && node.region !== region)) return []
    const facts = serviceFactsOf(fleet, row)
    return facts === null ? [] : [facts]
  })
}

/** INTERNET and the CDN are drawn, but are nobody's service. */
export function isOutside(node: RosterNode): boolean {
  return node.kind === 'internet' || node.kind === 'cdn'
}
