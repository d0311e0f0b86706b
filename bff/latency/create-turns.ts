/** So many at once; the others wait, but not too many of them. */
export interface Turns {
  /** Null, without having begun, where too many wait already. */
  take<Result>(run: () => Promise<Result>): Promise<Result> | null
}

export function createTurns({ atOnce, waiting: mostWaiting }: { atOnce: number; waiting: number }): Turns {
  const waiting: (() => void)[] = []
  let underWay = 0
  function next(): void {
    if (underWay >= atOnce) return
    const begin = waiting.shift()
    if (begin === undefined) return
    underWay += 1
    begin()
  }
  return {
    take(run) {
      if (waiting.length >= mostWaiting) return null
      const begun = new Promise<void>((resolve) => waiting.push(resolve))
      next()
      return begun.then(run).finally(() => {
        underWay -= 1
        next()
      })
    },
  }
}
