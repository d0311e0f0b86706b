import { createSimulatedFleet } from '#contract/frame-codec/simulated-fleet-fixture.ts'
import { leanJsonRows } from '#contract/frame-codec/json-rows-fixture.ts'
import { atMost, cpuMsOf, median, reportFigures } from '#scripts/figures.ts'
import { evaluateExpression } from './evaluate-expression.ts'
import { fleetOf, questionOf } from './fleet-fixture.ts'
import { parseExpression } from './parse-expression.ts'

/**
 * A second's filtering of 1,000 services and 10,000 connections, against reading the same frame as JSON rows (what a
 * console without typed arrays would do first); and hostile text of 100 kB against a tenth of it.
 */
const EXPRESSIONS = [
  'errors > 1% or neighbours',
  'owner = team-3 and not p99 < 800ms or saturation > 80%',
  'neighbours(3) of service-7 or path from service-1 to service-2',
  'connection.errors > 1% and health in (degraded, failing)',
]
const ROUNDS = 21
const REPEATS = 10

const simulated = createSimulatedFleet({ nodes: 1_000, edges: 10_000, seed: 3 })
const { roster } = fleetOf(
  Array.from({ length: 1_000 }, (_, row) => ({ id: `r/service-${row}`, owner: `team-${row % 40}` })),
  Array.from({ length: 10_000 }, (_, row) => ({ id: `r/service-${row % 1_000}>r/service-${(row * 7 + 13) % 1_000}` })),
)
const frame = simulated.next()
const rows = leanJsonRows(frame)
const questions = EXPRESSIONS.map((text) => questionOf({ roster, frame }, text))

const filtering = measured(() => questions.forEach(evaluateExpression)) / EXPRESSIONS.length
const reading = measured(() => JSON.parse(rows))
const HOSTILE = ['(', 'not ', 'a or ', '"', '\\"', 'errors > 1% or neighbours or ', 'x']
const growth = HOSTILE.map((piece) => {
  const [small, large] = [textOf(piece, 10_000), textOf(piece, 100_000)]
  return (
    measured(() => parseExpression(large)) /
    Math.max(
      0.05,
      measured(() => parseExpression(small)),
    )
  )
})

reportFigures([
  atMost({
    name: 'expression: filter a frame ÷ JSON.parse of its rows, CPU',
    value: filtering / reading,
    unit: '×',
    bound: 1 / 2,
  }),
  atMost({
    name: 'expression: parse 100 kB of hostile text ÷ 10 kB, CPU',
    value: Math.max(...growth),
    unit: '×',
    bound: 20,
  }),
])
if (!process.argv.includes('--json')) {
  console.log(
    `  ms of CPU: one filter ${(filtering / REPEATS).toFixed(2)}, reading the rows ${(reading / REPEATS).toFixed(2)}`,
  )
}

function textOf(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
}

function measured(run: () => void): number {
  return median(
    Array.from({ length: ROUNDS }, () =>
      cpuMsOf(() => {
        for (let repeat = 0; repeat < REPEATS; repeat += 1) run()
      }),
    ),
  )
}
