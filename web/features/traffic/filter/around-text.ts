import { nodeIdOf } from '#contract/ids.ts'
import type { RosterNode } from '#contract/roster.ts'
import type { Walk } from '#web/expression/expression.ts'
import { printExpression } from '#web/expression/print-expression.ts'

export interface Around {
  walk: Walk
  /** Null for as far as it goes. */
  hops: number | null
}

/** `neighbours(2) of us-east-1/api`: named with its region, so that the link means the same in every view. */
export function aroundText(node: RosterNode, { walk, hops }: Around): string {
  return printExpression({ kind: 'around', walk, hops, of: { kind: 'service', name: nodeIdOf(node) } })
}

export function pathText(from: RosterNode, to: RosterNode): string {
  return printExpression({
    kind: 'path',
    from: { kind: 'service', name: nodeIdOf(from) },
    to: { kind: 'service', name: nodeIdOf(to) },
  })
}
