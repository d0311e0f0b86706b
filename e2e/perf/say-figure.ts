/** What a benchmark promises, as one line of JSON: at most so much. The exit code is 1 where it does not hold. */
export interface PromisedFigure {
  name: string
  value: number
  unit: string
  bound: number
}

export function sayAtMost({ name, value, unit, bound }: PromisedFigure): void {
  const holds = value <= bound
  console.log(JSON.stringify({ name, value, unit, bound, holds }))
  if (!holds) process.exitCode = 1
}
