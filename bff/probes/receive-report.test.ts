import { expect, test } from 'vitest'
import type { ProbeWindow } from '#contract/evacuation/verdict.ts'
import { createProbeBoard } from './probe-board.ts'
import { receiveReport } from './receive-report.ts'

const NOW = Date.UTC(2026, 10, 22, 14)
const SETTINGS = {
  vantages: [
    { id: 'fra-1', secret: 'sixteen letters or more' },
    { id: 'iad-1', secret: 'another sixteen letters' },
  ],
}
const FRANKFURT = 'fra-1:sixteen letters or more'

function windowOf(change: Partial<ProbeWindow> = {}): ProbeWindow {
  return {
    vantage: 'fra-1',
    asked: null,
    from: NOW - 5_000,
    to: NOW,
    sent: 20,
    answeredBy: { 'us-east-1': 12, 'eu-west-1': 6 },
    failed: { timeout: 2 },
    latencyMs: { p50: 40, p99: 300 },
    ...change,
  }
}

function receive(header: string | undefined, windows: unknown, board = createProbeBoard(), now = NOW) {
  return { board, answer: receiveReport({ settings: SETTINGS, board, header, body: { windows }, now }) }
}

test('what several vantage points saw of the public name is added up; regions asked by name are kept apart', () => {
  const { board } = receive(FRANKFURT, [
    windowOf(),
    windowOf({ asked: 'us-east-1', failed: { refused: 20 }, answeredBy: {} }),
  ])
  receive(
    'iad-1:another sixteen letters',
    [windowOf({ vantage: 'iad-1', failed: { timeout: 1, 'status-503': 2 } })],
    board,
  )
  expect(board.answers({ at: NOW, spanMs: 30_000 })).toEqual({
    observedAt: NOW,
    answeredBy: { 'us-east-1': 24, 'eu-west-1': 12 },
    failed: 5,
  })
  expect(board.windows({ asked: 'us-east-1', at: NOW, spanMs: 30_000 })).toHaveLength(1)
  expect([...board.heard().keys()]).toEqual(['fra-1', 'iad-1'])
})

test('a window sent twice counts once; an old one counts no more, and nothing seen is not zero', () => {
  const { board } = receive(FRANKFURT, [windowOf()])
  receive(FRANKFURT, [windowOf()], board)
  expect(board.answers({ at: NOW, spanMs: 30_000 }).failed).toBe(2)
  expect(board.answers({ at: NOW + 31_000, spanMs: 30_000 })).toEqual({ observedAt: NaN, answeredBy: {}, failed: 0 })
})

test.each([
  ['no header', undefined],
  ['no secret', 'fra-1'],
  ['a wrong secret', 'fra-1:sixteen letters or mory'],
  ['the secret of another', 'fra-1:another sixteen letters'],
  ['a stranger', 'gru-1:sixteen letters or more'],
])('refuses %s', (_, header) => {
  expect(() => receive(header, [windowOf()])).toThrow(/not listed/)
})

test.each([
  ['another vantage point’s window', [windowOf({ vantage: 'iad-1' })], /sent by fra-1/],
  ['a clock that is wrong', [windowOf({ from: NOW - 95_000, to: NOW - 90_000 })], /another time/],
  ['a window that ends before it begins', [windowOf({ from: NOW, to: NOW - 1 })], /another time/],
  ['counts below zero', [windowOf({ failed: { timeout: -1 } })], /Too small|>=0/],
  ['nothing', [], /Too small|>=1/],
])('refuses %s', (_, windows, words) => {
  expect(() => receive(FRANKFURT, windows)).toThrow(words)
})
