/** What a benchmark promises: one number with the bound it must keep. */
export interface Figure {
  name: string
  value: number
  unit: string
  bound: number
  holds: boolean
}

export function atMost({ name, value, unit, bound }: Omit<Figure, 'holds'>): Figure {
  return { name, value, unit, bound, holds: value <= bound }
}

export function atLeast({ name, value, unit, bound }: Omit<Figure, 'holds'>): Figure {
  return { name, value, unit, bound, holds: value >= bound }
}

/** As a table for people, or with `--json` one line each; the exit code is 1 where one does not hold. */
export function reportFigures(figures: readonly Figure[]): void {
  const isJson = process.argv.includes('--json')
  for (const figure of figures) console.log(isJson ? JSON.stringify(figure) : rowOf(figure))
  if (!figures.every(({ holds }) => holds)) process.exitCode = 1
}

function rowOf({ name, value, unit, bound, holds }: Figure): string {
  const number = (each: number) => String(Number(each.toPrecision(4)))
  return `${holds ? '✓' : '✗'} ${name.padEnd(66)} ${number(value).padStart(9)} ${unit}  (bound ${number(bound)})`
}

/** Of an odd number of values the middle one, of an even number the upper of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN
}

/** CPU time of this process, all its threads, while `run` runs; ms. Unlike wall time it does not see the neighbours. */
export function cpuMsOf(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
