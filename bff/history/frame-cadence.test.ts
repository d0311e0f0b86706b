import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCadence, type Step } from './frame-cadence.ts'

const SECOND = 1_000

function steps(times: readonly number[], newestAt: number | null = null): (number | 'ignored' | `rewound ${number}`)[] {
  const cadence = createCadence(newestAt)
  return times.map((seconds) => inShort(cadence.next(seconds * SECOND)))
}

function inShort(step: Step): number | 'ignored' | `rewound ${number}` {
  if (step.kind === 'ignored') return 'ignored'
  const seconds = step.spanMs / SECOND
  return step.kind === 'rewound' ? `rewound ${seconds}` : seconds
}

test.each<[string, number[], ReturnType<typeof steps>]>([
  ['a frame a second', [100, 101, 102, 103], [1, 1, 1, 1]],
  ['a little late, then in time', [100, 101, 102.4, 103], [1, 1, 1.4, 0.6]],
  ['ten-second steps of the past, then live', [100, 110, 120, 121, 122], [1, 10, 10, 1, 1]],
  ['a gap is unknown but for its last second', [100, 101, 113, 114], [1, 1, 1, 1]],
  ['a new usual step is believed from its second time on', [100, 101, 106, 111, 116], [1, 1, 1, 5, 5]],
  ['after a long first silence only a second', [100, 131, 132], [1, 1, 1]],
  ['steps of more than a minute are never joined', [100, 200, 300, 400], [1, 1, 1, 1]],
  [
    'set back a little: nothing counts twice',
    [100, 101, 99, 100, 101, 102],
    [1, 1, 'ignored', 'ignored', 'ignored', 1],
  ],
  ['set back a lot: goes on from there', [1_000, 1_001, 500, 501, 502], [1, 1, 'rewound 1', 1, 1]],
])('%s', (_, times, expected) => {
  expect(steps(times)).toEqual(expected)
})

test('after a restart the time between the runs is unknown', () => {
  expect(steps([200, 201], 150 * SECOND)).toEqual([1, 1])
  expect(steps([200.4, 201.4], 200 * SECOND)).toEqual([0.4, 1])
  expect(steps([200, 201, 201.5], 201 * SECOND)).toEqual(['ignored', 'ignored', 0.5])
})

test('no time is ever spoken for twice while the clock is not set back by more than a minute', () => {
  const anyMoves = fc.array(fc.integer({ min: -20_000, max: 70_000 }), { maxLength: 60 })
  fc.assert(
    fc.property(anyMoves, (moves) => {
      const cadence = createCadence(null)
      let at = 10_000_000
      let spokenUntil = Number.NEGATIVE_INFINITY
      for (const move of moves) {
        at = Math.max(at + move, spokenUntil - 60_000)
        const step = cadence.next(at)
        if (step.kind === 'ignored') continue
        expect(step.kind).toBe('forward')
        expect(step.spanMs).toBeGreaterThan(0)
        expect(at - step.spanMs).toBeGreaterThanOrEqual(spokenUntil)
        spokenUntil = at
      }
    }),
  )
})
