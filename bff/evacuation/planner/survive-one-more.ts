import { placeByHeadroom } from './place-load.ts'
import type { Reckoning } from './reckon.ts'

/**
 * Could any one more be lost? For each savior in turn: what it serves and what left the victim must fit into the others.
 * Segments that may go to the same places are one for this question, and the way does not matter, so it is quick.
 */
export function survivesOneMore(reckoning: Reckoning): boolean | null {
  const { places } = reckoning
  if (places.saviors.length < 2) return false
  const answers = places.saviors.map((_, lost) => survivesLossOf(reckoning, lost))
  if (answers.includes(false)) return false
  return answers.includes(null) ? null : true
}

function survivesLossOf({ room, demand, places, allowed }: Reckoning, lost: number): boolean | null {
  const saviors = room.length
  const width = places.all.length
  const classes = new Map<string, { moved: number; allowed: number[] }>()
  for (let segment = 0; segment < demand.segments.length; segment += 1) {
    const open = [...allowed.subarray(segment * saviors, (segment + 1) * saviors)]
    open[lost] = 0
    const moved = (demand.moved[segment] ?? NaN) + (demand.served[segment * width + (places.saviors[lost] ?? 0)] ?? NaN)
    const key = open.join('')
    classes.set(key, { moved: (classes.get(key)?.moved ?? 0) + moved, allowed: open })
  }
  const groups = [...classes.values()]
  if (groups.some(({ moved }) => Number.isNaN(moved))) return null
  const { unplaced } = placeByHeadroom({
    segments: groups.length,
    saviors,
    moved: Float64Array.from(groups, ({ moved }) => moved),
    room: room.map((each) => (Number.isNaN(each) ? Infinity : each)),
    cost: new Float64Array(groups.length * saviors),
    allowed: Uint8Array.from(groups.flatMap((group) => group.allowed)),
  })
  if (unplaced.some((each) => each > 1e-6)) return false
  return room.some((each, savior) => savior !== lost && Number.isNaN(each)) ? null : true
}
