import { stdout } from 'node:process'

/** What a person at the terminal is told while Spillway starts. */
export interface Say {
  line(text: string): void
  /** One line that is written over while work goes on: `Filling history … 42 %, about 3 s left`. */
  progress(what: string, share: number): void
}

const QUARTER = 0.25

export function sayToTerminal(now: () => number): Say {
  const terminal = stdout.isTTY
  let current: { what: string; since: number; said: number } | null = null
  return {
    line(text) {
      if (current !== null && terminal) stdout.write('\n')
      current = null
      stdout.write(`${text}\n`)
    },
    progress(what, share) {
      if (current?.what !== what) {
        if (current !== null && terminal) stdout.write('\n')
        current = { what, since: now(), said: -QUARTER }
      }
      const done = share >= 1
      // A log file gets a line a quarter; a terminal gets one line, written over.
      if (!terminal && !done && share - current.said < QUARTER) return
      current.said = share
      const text = `${what} … ${Math.floor(share * 100)} %${timeLeft(now() - current.since, share)}`
      stdout.write(terminal ? `\r${text.padEnd(78)}` : `${text}\n`)
      if (done) {
        if (terminal) stdout.write('\n')
        current = null
      }
    },
  }
}

function timeLeft(tookMs: number, share: number): string {
  if (share >= 1) return `, took ${(tookMs / 1_000).toFixed(1)} s`
  if (share < 0.1 || tookMs < 500) return ''
  return `, about ${Math.ceil((tookMs / share - tookMs) / 1_000)} s left`
}
