import { expect, test } from 'vitest'
import type { ProbeWindow } from '#contract/evacuation/verdict.ts'
import { createProbeBoard } from './probe-board.ts'

const NOON = 1_800_000_000_000

function windowOf(from: number, answeredBy: Record<string, number>): ProbeWindow {
  return {
    vantage: 'fra-1',
    asked: null,
    from,
    to: from + 1_000,
    sent: 10,
    answeredBy,
    failed: {},
    latencyMs: { p50: null, p99: null },
  }
}

test('what was asked before the planes were written tells nothing of what they do now', () => {
  const board = createProbeBoard()
  const windows = [windowOf(NOON - 2_000, { east: 10 }), windowOf(NOON - 500, { east: 7 }), windowOf(NOON, { west: 9 })]
  board.accept(windows, NOON + 1_000)
  const at = NOON + 1_000
  expect(board.answers({ at, spanMs: 10_000 }).answeredBy).toEqual({ east: 17, west: 9 })
  expect(board.answers({ at, spanMs: 10_000, since: NOON })).toEqual({
    observedAt: at,
    answeredBy: { west: 9 },
    failed: 0,
  })
  expect(board.answers({ at, spanMs: 10_000, since: at })).toEqual({ observedAt: NaN, answeredBy: {}, failed: 0 })
})
