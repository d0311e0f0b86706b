/**
 * Slots name dots: (edge, k) for k = 0 … ⌈dots⌉ − 1 of every edge, in edge order. A dot is where its name says, so a
 * dot that moves to another slot does not move on the screen.
 */

/** More would not fit 16 bits. */
const MOST_PER_EDGE = 65_535

export function slotsOf(dots: Float32Array): number {
  let total = 0
  for (let edge = 0; edge < dots.length; edge++) total += Math.min(Math.ceil(dots[edge]), MOST_PER_EDGE)
  return total
}

/** True when anything was written that was not there before. */
export function fillSlots(dots: Float32Array, slots: Uint16Array): boolean {
  let at = 0
  let changed = false
  for (let edge = 0; edge < dots.length; edge++) {
    const count = Math.min(Math.ceil(dots[edge]), MOST_PER_EDGE)
    for (let k = 0; k < count; k++, at += 2) {
      if (slots[at] === edge && slots[at + 1] === k) continue
      slots[at] = edge
      slots[at + 1] = k
      changed = true
    }
  }
  return changed
}
