import fc from 'fast-check'
import { expect, test } from 'vitest'
import { downsample } from './downsample.ts'

interface Given {
  samples: readonly [end: number, span: number, value: number, weight?: number][]
  from?: number
  stepMs?: number
  points?: number
}

function points({ samples, from = 0, stepMs = 10, points: count = 3 }: Given): (number | null)[] {
  const isWeighted = samples.some(([, , , weight]) => weight !== undefined)
  return downsample({
    at: Float64Array.from(samples, ([end]) => end),
    spanMs: Float32Array.from(samples, ([, span]) => span),
    values: Float32Array.from(samples, ([, , value]) => value),
    ...(isWeighted ? { weights: Float32Array.from(samples, ([, , , weight]) => weight ?? NaN) } : {}),
    from,
    stepMs,
    points: count,
  })
}

test.each<[string, Given, (number | null)[]]>([
  ['no samples', { samples: [] }, [null, null, null]],
  ['one sample over all', { samples: [[30, 30, 7]] }, [7, 7, 7]],
  [
    'a gap is null and nothing is drawn over it',
    {
      samples: [
        [10, 10, 1],
        [30, 10, 3],
      ],
    },
    [1, null, 3],
  ],
  [
    'the unknown is not zero',
    {
      samples: [
        [5, 5, 8],
        [10, 5, NaN],
        [20, 10, NaN],
      ],
    },
    [8, null, null],
  ],
  ['zero is zero', { samples: [[10, 10, 0]] }, [0, null, null]],
  [
    'weighted by time',
    {
      samples: [
        [1, 1, 100],
        [10, 9, 0],
      ],
    },
    [10, null, null],
  ],
  [
    'a span over an edge counts in both',
    {
      samples: [
        [5, 5, 0],
        [15, 10, 4],
      ],
    },
    [2, 4, null],
  ],
  [
    'an end exactly on an edge belongs before it',
    {
      samples: [
        [10, 1, 5],
        [11, 1, 6],
      ],
    },
    [5, 6, null],
  ],
  [
    'what lies outside counts nothing',
    {
      samples: [
        [0, 5, 9],
        [35, 5, 9],
      ],
    },
    [null, null, null],
  ],
  [
    'shares weighted by requests',
    {
      samples: [
        [5, 5, 0.5, 10],
        [10, 5, 0, 990],
      ],
    },
    [0.005, null, null],
  ],
  [
    'shares of no requests: the plain mean',
    {
      samples: [
        [5, 5, 0.5, 0],
        [10, 5, 0.1, NaN],
      ],
    },
    [0.3, null, null],
  ],
])('%s', (_, given, expected) => {
  expect(points(given)).toEqual(expected.map((value) => (value === null ? null : expect.closeTo(value, 6))))
})

test('the total over all points is the total of the samples, and no mean leaves the range of what went in', () => {
  const anySample = fc.record({
    gap: fc.integer({ min: 0, max: 30 }),
    span: fc.integer({ min: 1, max: 40 }),
    value: fc.option(fc.integer({ min: 0, max: 1_000 }), { nil: NaN }),
  })
  fc.assert(
    fc.property(
      fc.array(anySample, { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 1, max: 50 }),
      (given, stepMs) => {
        let end = 0
        const samples = given.map(({ gap, span, value }): [number, number, number] => [
          (end += gap + span),
          span,
          value,
        ])
        const count = Math.ceil(end / stepMs)
        const known = samples.filter(([, , value]) => !Number.isNaN(value))
        const values = points({ samples, stepMs, points: count })
        const knownMs = (point: number) =>
          known.reduce(
            (sum, [at, span]) =>
              sum + Math.max(0, Math.min(at, (point + 1) * stepMs) - Math.max(at - span, point * stepMs)),
            0,
          )
        let total = 0
        for (const [point, value] of values.entries()) {
          expect(value === null).toBe(knownMs(point) === 0)
          if (value === null) continue
          total += value * knownMs(point)
          expect(value).toBeGreaterThanOrEqual(Math.min(...known.map(([, , each]) => each)) - 1e-3)
          expect(value).toBeLessThanOrEqual(Math.max(...known.map(([, , each]) => each)) + 1e-3)
        }
        const expected = known.reduce((sum, [, span, value]) => sum + span * value, 0)
        expect(Math.abs(total - expected)).toBeLessThanOrEqual(1e-5 * (expected + 1))
      },
    ),
  )
})
