import { createHash, timingSafeEqual } from 'node:crypto'
import { ProbeReport } from '#contract/evacuation/verdict.ts'
import { Failure, parseInput } from '#bff/failure.ts'
import type { ProbeBoard } from './probe-board.ts'
import type { ProbesSettings } from './settings.ts'

/** An agent's clock may be wrong by so much before its windows are refused: they are laid beside the metrics. */
const MOST_SKEW_MS = 60_000

/** Takes what a vantage point saw, when it proves to be the one it says it is. */
export function receiveReport(input: {
  settings: ProbesSettings
  board: ProbeBoard
  /** `<vantage>:<secret>` */
  header: string | undefined
  body: unknown
  now: number
}): { accepted: number } {
  const vantage = vantageOf(input.settings, input.header)
  if (vantage === null) {
    throw new Failure({
      code: 'not_authenticated',
      message: 'This vantage point is not listed, or its secret is another.',
      expected: 'a header spillway-probe: <vantage>:<secret> of probes.vantages',
    })
  }
  const { windows } = parseInput(ProbeReport, input.body)
  for (const [index, window] of windows.entries()) {
    if (window.vantage !== vantage) {
      throw new Failure({
        code: 'bad_request',
        message: `This report is sent by ${vantage}.`,
        path: `windows[${index}].vantage`,
        expected: vantage,
      })
    }
    if (window.to < window.from || Math.abs(window.to - input.now) > MOST_SKEW_MS) {
      throw new Failure({
        code: 'bad_request',
        message: 'The window lies in another time; is the clock of the vantage point right?',
        path: `windows[${index}].to`,
        expected: `within a minute of ${new Date(input.now).toISOString()}`,
      })
    }
  }
  input.board.accept(windows, input.now)
  return { accepted: windows.length }
}

function vantageOf(settings: ProbesSettings, header: string | undefined): string | null {
  const at = header?.indexOf(':') ?? -1
  if (header === undefined || at < 0) return null
  const id = header.slice(0, at)
  const told = digest(header.slice(at + 1))
  let found: string | null = null
  // Every entry is compared, so that the time taken tells nothing.
  for (const vantage of settings.vantages) {
    if (timingSafeEqual(digest(vantage.secret), told) && vantage.id === id) found = vantage.id
  }
  return found
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
