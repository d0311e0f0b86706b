/** Chance from a seed: the same seed gives the same numbers on every machine. */
export interface Chance {
  /** 0 ≤ x < 1. */
  next(): number
  /** least ≤ n ≤ most. */
  whole(least: number, most: number): number
  /** True so often of a hundred times. */
  percent(times: number): boolean
  pick<Each>(from: readonly [Each, ...Each[]]): Each
}

export function seededChance(seed: number): Chance {
  let state = (seed * 0x9e3779b1 + 0x7f4a7c15) | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    percent: (times) => next() * 100 < times,
    pick: (from) => from[Math.floor(next() * from.length)] ?? from[0],
  }
}
