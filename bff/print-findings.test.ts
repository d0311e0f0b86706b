import { expect, test } from 'vitest'
import { printFindings } from './print-findings.ts'

test('a finding a line, columns aligned, the sum at the end', () => {
  const text = printFindings([
    { source: 'prometheus', asked: 'connection requests/s', outcome: 'ok', answer: '214 series', ageMs: 1_400 },
    { source: 'prometheus', asked: 'up', outcome: 'failed', answer: 'connection refused', ageMs: null },
    { source: 'mimir', asked: 'up', outcome: 'warning', answer: '2 of 3 targets', ageMs: 300_000 },
  ])
  expect(text).toMatchInlineSnapshot(`
    "source      asked                  result  age    answer
    prometheus  connection requests/s  ok      1 s    214 series
    prometheus  up                     FAILED  –      connection refused
    mimir       up                     look    5 min  2 of 3 targets

    1 ok, 1 to look at, 1 failed"
  `)
})

test('what is to be copied stands below the table, whole', () => {
  const advice = 'groups:\n  - name: spillway-mesh'
  const finding = { source: 'mesh', asked: 'speed', outcome: 'warning', answer: 'Slow.', ageMs: null, advice } as const
  expect(printFindings([finding])).toContain(`\n\nmesh, speed:\n\n${advice}\n\n0 ok, 1 to look at`)
})
