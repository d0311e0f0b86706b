/** Settles when it is one's turn, with what gives it back. */
export type Turn = (signal: AbortSignal) => Promise<() => void>

/** At most so many at once; who comes later waits in order. A turn is given back once, however often it is told to. */
export function createTurns(most: number): Turn {
  let taken = 0
  const waiting: (() => void)[] = []

  function take(): () => void {
    taken += 1
    let isGivenBack = false
    return () => {
      if (isGivenBack) return
      isGivenBack = true
      taken -= 1
      waiting.shift()?.()
    }
  }

  return function turn(signal) {
    if (taken < most || signal.aborted) return Promise.resolve(take())
    return new Promise((resolve) => {
      const begin = () => {
        signal.removeEventListener('abort', giveUp)
        resolve(take())
      }
      // Whoever is told to end goes on at once, and ends by the same signal.
      const giveUp = () => {
        waiting.splice(waiting.indexOf(begin), 1)
        resolve(take())
      }
      waiting.push(begin)
      signal.addEventListener('abort', giveUp, { once: true })
    })
  }
}
