/**
 * Who takes over what. Segments (country × device) leave a region; each savior has room for so much; some placements are
 * forbidden; each pair has a cost, the round trip. Wanted: as much as possible placed within the room and, where all of it
 * fits, at the least cost. Greedy filling in the order of round trips alone goes wrong where a segment that
 * could go anywhere has taken the only place another may go to. So each segment is pushed along the cheapest way through
 * the saviors: where the near one is full, somebody already there is moved on to the next if that is cheaper. This is the
 * successive-shortest-path method for transport problems; with ten saviors the paths are short and the result is optimal.
 */
export interface PlacementProblem {
  segments: number
  saviors: number
  /** Leaving, by segment; all known. */
  moved: Float64Array
  /** By savior; Infinity where it is not known and may still be used. */
  room: Float64Array
  /** Segment × savior. */
  cost: Float64Array
  allowed: Uint8Array
}

/** Segment × savior, in requests/s; and what found no room, by segment. */
export interface Flows {
  flows: Float64Array
  unplaced: Float64Array
}

const EPSILON = 1e-9

export function placeByHeadroom(problem: PlacementProblem): Flows {
  const { segments, saviors, moved } = problem
  const flows = new Float64Array(segments * saviors)
  const unplaced = new Float64Array(segments)
  const room = Float64Array.from(problem.room)
  for (let segment = 0; segment < segments; segment += 1) {
    unplaced[segment] = pushSegment(problem, flows, room, segment, moved[segment] ?? 0)
  }
  return { flows, unplaced }
}

/** Places as much as it can of one segment; what remains. */
function pushSegment(
  problem: PlacementProblem,
  flows: Float64Array,
  room: Float64Array,
  segment: number,
  amount: number,
): number {
  const { saviors } = problem
  const enough = EPSILON * Math.max(1, amount)
  let left = amount
  while (left > enough) {
    const nearest = nearestOf(problem, segment)
    if (nearest < 0) return left
    // Nothing can be cheaper than the nearest, so where it has room no way needs to be searched.
    const way = (room[nearest] ?? 0) > enough ? [{ segment, to: nearest }] : cheapestWay(problem, flows, room, segment)
    const last = way.at(-1)
    if (last === undefined) return left
    let most = Math.min(left, room[last.to] ?? 0)
    for (const [index, hop] of way.entries()) {
      const from = way[index - 1]
      if (from !== undefined) most = Math.min(most, flows[hop.segment * saviors + from.to] ?? 0)
    }
    for (const [index, hop] of way.entries()) {
      const from = way[index - 1]
      if (from !== undefined) add(flows, hop.segment * saviors + from.to, -most)
      add(flows, hop.segment * saviors + hop.to, most)
    }
    add(room, last.to, -most)
    left -= most
  }
  return 0
}

function add(values: Float64Array, index: number, amount: number): void {
  const sum = (values[index] ?? 0) + amount
  values[index] = Math.abs(sum) < EPSILON ? 0 : sum
}

function nearestOf({ saviors, cost, allowed }: PlacementProblem, segment: number): number {
  let nearest = -1
  for (let savior = 0; savior < saviors; savior += 1) {
    const at = segment * saviors + savior
    if (allowed[at] !== 1) continue
    if (nearest < 0 || (cost[at] ?? 0) < (cost[segment * saviors + nearest] ?? 0)) nearest = savior
  }
  return nearest
}

interface Hop {
  segment: number
  to: number
}

/** Bellman–Ford over the saviors. A hop from A to B moves on the segment at A that loses least by it. */
function cheapestWay(problem: PlacementProblem, flows: Float64Array, room: Float64Array, segment: number): Hop[] {
  const { saviors, cost, allowed } = problem
  const { price, mover } = hopsOf(problem, flows)
  const reach = new Float64Array(saviors).fill(Infinity)
  const before = new Int32Array(saviors).fill(-1)
  for (let savior = 0; savior < saviors; savior += 1) {
    const at = segment * saviors + savior
    if (allowed[at] === 1) reach[savior] = cost[at] ?? 0
  }
  for (let round = 0; round < saviors; round += 1) {
    let changed = false
    for (let from = 0; from < saviors; from += 1) {
      for (let to = 0; to < saviors; to += 1) {
        const through = (reach[from] ?? Infinity) + (price[from * saviors + to] ?? Infinity)
        if (through < (reach[to] ?? Infinity) - EPSILON) {
          reach[to] = through
          before[to] = from
          changed = true
        }
      }
    }
    if (!changed) break
  }
  let end = -1
  for (let savior = 0; savior < saviors; savior += 1) {
    if ((room[savior] ?? 0) <= EPSILON || !Number.isFinite(reach[savior] ?? Infinity)) continue
    if (end < 0 || (reach[savior] ?? 0) < (reach[end] ?? 0)) end = savior
  }
  return end < 0 ? [] : wayTo({ end, before, mover, segment, saviors })
}

function wayTo(input: { end: number; before: Int32Array; mover: Int32Array; segment: number; saviors: number }): Hop[] {
  const way: Hop[] = []
  let to = input.end
  for (let hops = 0; hops <= input.saviors; hops += 1) {
    const from = input.before[to] ?? -1
    if (from < 0) return [{ segment: input.segment, to }, ...way]
    way.unshift({ segment: input.mover[from * input.saviors + to] ?? 0, to })
    to = from
  }
  // Unreachable while no cycle is negative, which shortest paths keep so; giving up places less, never wrongly.
  return []
}

function hopsOf({ segments, saviors, cost, allowed }: PlacementProblem, flows: Float64Array) {
  const price = new Float64Array(saviors * saviors).fill(Infinity)
  const mover = new Int32Array(saviors * saviors).fill(-1)
  for (let segment = 0; segment < segments; segment += 1) {
    const row = segment * saviors
    for (let from = 0; from < saviors; from += 1) {
      if ((flows[row + from] ?? 0) <= EPSILON) continue
      const base = cost[row + from] ?? 0
      for (let to = 0; to < saviors; to += 1) {
        if (to === from || allowed[row + to] !== 1) continue
        const extra = (cost[row + to] ?? 0) - base
        if (extra < (price[from * saviors + to] ?? Infinity)) {
          price[from * saviors + to] = extra
          mover[from * saviors + to] = segment
        }
      }
    }
  }
  return { price, mover }
}
