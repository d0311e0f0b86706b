/**
 * Which points lie densely together (DBSCAN): a point with enough neighbours within reach is inside a cluster, and so is
 * what it reaches; the rest is noise. What the method needs to be told is read off the points themselves: how many
 * neighbours are enough follows from the least size of a band, and the reach is the knee of the points' distances to
 * their so-manieth neighbour: up to there distances grow slowly, beyond it they are those of points that stand alone.
 */
export const NOISE = -1

/** All distances between points; symmetric, row by row. */
export interface Distances {
  count: number
  between: Float64Array
}

/**
 * The greatest difference in any measure both have: what differs in one measure alone is not drowned by those in which
 * it does not, and an unknown takes no part. Points without a common measure are infinitely far apart.
 */
export function distancesOf(points: readonly Float64Array[]): Distances {
  const count = points.length
  const between = new Float64Array(count * count)
  for (let one = 0; one < count; one += 1) {
    for (let other = one + 1; other < count; other += 1) {
      const distance = greatestDifference(points[one] ?? new Float64Array(), points[other] ?? new Float64Array())
      between[one * count + other] = distance
      between[other * count + one] = distance
    }
  }
  return { count, between }
}

export function greatestDifference(one: Float64Array, other: Float64Array): number {
  let greatest = -1
  for (let measure = 0; measure < one.length; measure += 1) {
    const difference = Math.abs((one[measure] ?? NaN) - (other[measure] ?? NaN))
    if (difference > greatest) greatest = difference
  }
  return greatest < 0 ? Infinity : greatest
}

/** Each point's distance to its neighbour number `neighbours`, ascending. */
export function neighbourDistances({ count, between }: Distances, neighbours: number): Float64Array {
  const all = new Float64Array(count)
  for (let point = 0; point < count; point += 1) {
    const row = between.slice(point * count, (point + 1) * count).toSorted()
    all[point] = row[Math.min(neighbours, count - 1)] ?? 0
  }
  return all.toSorted()
}

/**
 * The value farthest below the straight line from the first to the last. On a logarithmic scale, so that one point very
 * far away does not make the next farthest look near.
 */
export function kneeOf(ascending: Float64Array): number {
  const finite = ascending.filter((value) => Number.isFinite(value))
  const heights = finite.map((value) => Math.log1p(value))
  const last = heights.length - 1
  const first = heights[0] ?? 0
  const rise = (heights[last] ?? 0) - first
  let knee = last
  let deepest = 0
  for (let at = 0; at < last; at += 1) {
    const depth = first + (rise * at) / last - (heights[at] ?? 0)
    if (depth >= deepest) {
      deepest = depth
      knee = at
    }
  }
  return finite[knee] ?? 0
}

/** The cluster of each point, from 0 on, or `NOISE`. A point counts among its own neighbours. */
export function densityClusters({ count, between }: Distances, reach: number, enough: number): Int32Array {
  const clusters = new Int32Array(count).fill(NOISE)
  const reached = (point: number) => {
    const near: number[] = []
    for (let other = 0; other < count; other += 1)
      if ((between[point * count + other] ?? Infinity) <= reach) near.push(other)
    return near
  }
  let cluster = 0
  for (let start = 0; start < count; start += 1) {
    if (clusters[start] !== NOISE) continue
    const seeds = reached(start)
    if (seeds.length < enough) continue
    clusters[start] = cluster
    for (let next = seeds.pop(); next !== undefined; next = seeds.pop()) {
      if (clusters[next] !== NOISE) continue
      clusters[next] = cluster
      const near = reached(next)
      if (near.length >= enough) seeds.push(...near)
    }
    cluster += 1
  }
  return clusters
}
