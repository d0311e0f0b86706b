import { describe, expect, test } from 'vitest'
import { graphOfWire } from './graph.ts'
import { WireAnswer } from './wire.ts'

const METADATA = { type: 'graph-metadata', startTime: 60_000, endTime: 180_000, step: 60_000, warnings: [] }
const line = (values: unknown, tags: object = { 'nf.app': 'api' }) => ({
  type: 'timeseries',
  plot: 0,
  label: 'api',
  tags,
  data: { type: 'array', values },
})

describe('an answer', () => {
  test('of numbers, and of texts where there are none', () => {
    const wire = WireAnswer.parse([
      { type: 'graph-image', data: 'data:image/png;base64,' },
      METADATA,
      { type: 'plot-metadata', id: 0 },
      line([1.5, 'NaN']),
      line(['NaN', '+Inf', 'Infinity', -2]),
      line(['NaN', 'NaN'], { name: 'NO_DATA' }),
      { type: 'message', label: 'a remark' },
      { type: 'of some later version', values: 7 },
    ])
    expect(graphOfWire(wire)).toEqual({
      firstMs: 60_000,
      stepMs: 60_000,
      lines: [
        { tags: { 'nf.app': 'api' }, values: [1.5, NaN] },
        { tags: { 'nf.app': 'api' }, values: [NaN, NaN, NaN, -2] },
      ],
      warnings: [],
    })
  })

  test.each([
    ['an object', { start: 1, step: 2, values: [] }],
    ['lines without a chart', [line([1])]],
    ['a line whose values are none', [METADATA, line([null])]],
    ['a line whose tags are none', [METADATA, line([1], { app: 7 })]],
    ['a chart without a step', [{ ...METADATA, step: 0 }]],
  ])('that is %s is none of Atlas’s', (_, json) => {
    expect(WireAnswer.safeParse(json).success).toBe(false)
  })
})
