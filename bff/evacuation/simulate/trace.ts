/** What happened, as a number that is equal for equal stories, and line by line where somebody wants to read it. */
export interface Trace {
  note(line: string): void
  hash(): string
  lines(): readonly string[]
}

const OFFSET = 0x811c9dc5
const PRIME = 0x01000193

export function createTrace(steady: () => number, keepsLines = false): Trace {
  let low = OFFSET
  let high = PRIME
  const lines: string[] = []
  return {
    note(line) {
      const text = `${Math.round(steady())} ${line}`
      for (let index = 0; index < text.length; index += 1) {
        low = Math.imul(low ^ text.charCodeAt(index), PRIME)
        high = Math.imul(high ^ (low >>> 7), OFFSET)
      }
      if (keepsLines || traceKeeper.keeps) lines.push(text)
    },
    hash: () => `${(low >>> 0).toString(16)}${(high >>> 0).toString(16)}`,
    lines: () => lines,
  }
}

/** Switched on to replay one seed in words. */
export const traceKeeper = { keeps: false }
