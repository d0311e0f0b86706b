/** One line of a chart; null where nothing is known: the line stops there and begins anew. */
export interface ChartLine {
  name: string
  /** UTC ms, ascending. */
  at: readonly number[]
  values: readonly (number | null)[]
  tone: 'flow' | 'degraded' | 'failing' | 'action' | 'muted' | 'faint'
  stroke: 'solid' | 'dashed' | 'dotted'
  /** The room under it is tinted. */
  filled?: boolean
}

export interface ChartSpan {
  /** UTC ms. */
  from: number
  to: number
}

/** Stretches of the span of which nothing is known, as shares of it (0–1). A point speaks for the time around it. */
export function unknownStretches({ at, values }: ChartLine, { from, to }: ChartSpan): { from: number; to: number }[] {
  const known = at.filter((_, index) => values[index] !== null)
  const half = stepOf(at) / 2
  const edges = known.flatMap((moment) => [moment - half, moment + half])
  const stretches: { from: number; to: number }[] = []
  let end = from
  for (let index = 0; index < edges.length; index += 2) {
    const [start = 0, stop = 0] = [edges[index], edges[index + 1]]
    // Less than a step is no gap, but how points fall.
    if (start - end > half * 2) stretches.push({ from: shareOf(end, from, to), to: shareOf(start, from, to) })
    end = Math.max(end, stop)
  }
  if (to - end > half * 4) stretches.push({ from: shareOf(end, from, to), to: 1 })
  return stretches
}

/** The usual distance of two points, ms. */
export function stepOf(at: readonly number[]): number {
  const [first, second] = at
  return first === undefined || second === undefined ? 0 : second - first
}

function shareOf(moment: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (moment - from) / (to - from)))
}

/** The line's value nearest to a moment, within a step of it; null where nothing is known. */
export function valueAt({ at, values }: ChartLine, moment: number): number | null {
  const step = Math.max(1_000, stepOf(at))
  let nearest: number | null = null
  let distance = step
  at.forEach((one, index) => {
    const away = Math.abs(one - moment)
    if (away > distance) return
    distance = away
    nearest = values[index] ?? null
  })
  return nearest
}
