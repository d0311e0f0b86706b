import type { Trouble } from './amounts.ts'
import type { CauseNode, Samples } from './incident.ts'
import { LEAST_SHARE } from './amounts.ts'
import { onsetOf } from './onset.ts'
import { knownAscending, quantileOf } from './robust.ts'

/** The row of the window in which the node's trouble began; undefined where it did not, or where that is unknown. */
export function onsetRow(node: CauseNode | undefined, trouble: Trouble): number | undefined {
  const sign = trouble === 'drop' ? -1 : 1
  const samples = samplesOf(node, trouble)
  if (samples === undefined) return undefined
  const onset = onsetOf(samples, floorOf(samples, trouble))
  return onset !== undefined && Math.sign(onset.deviation) === sign ? onset.row : undefined
}

function samplesOf(node: CauseNode | undefined, trouble: Trouble): Samples | undefined {
  if (trouble === 'latency') return node?.latency
  return trouble === 'failures' ? node?.failureShare : node?.requests
}

function floorOf({ history }: Samples, trouble: Trouble): number {
  if (trouble === 'failures') return LEAST_SHARE.failures
  const level = Math.abs(quantileOf(knownAscending(history), 0.5))
  return level * (trouble === 'latency' ? LEAST_SHARE.latency : LEAST_SHARE.requests)
}
