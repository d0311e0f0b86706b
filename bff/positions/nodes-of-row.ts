import { z } from 'zod'
import { NodePosition } from '#contract/positions.ts'

export function nodesOfRow(row: { nodes: string }): NodePosition[] {
  return z.array(NodePosition).parse(JSON.parse(row.nodes))
}
