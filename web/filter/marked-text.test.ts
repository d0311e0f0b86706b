import { describe, expect, it } from 'vitest'
import { partsOf } from './marked-text.tsx'

const told = (text: string, faults: { from: number; to: number }[]) =>
  partsOf(text, faults).map(({ part, isWrong }) => (isWrong ? `[${part}]` : part))

describe('marking faults', () => {
  it.each([
    ['errorz > 1%', [{ from: 0, to: 6 }], ['[errorz]', ' > 1%']],
    ['errors >', [{ from: 8, to: 8 }], ['errors >', '[ ]']],
    [
      'a = b and c = d',
      [
        { from: 10, to: 11 },
        { from: 0, to: 1 },
      ],
      ['[a]', ' = b and ', '[c]', ' = d'],
    ],
    [
      'overlapping',
      [
        { from: 0, to: 6 },
        { from: 3, to: 8 },
        { from: 2, to: 4 },
      ],
      ['[overla]', '[pp]', 'ing'],
    ],
    ['x', [{ from: 900, to: 950 }], ['x']],
  ])('%s', (text, faults, expected) => {
    expect(told(text, faults)).toEqual(expected)
  })

  it('never loses or moves a letter', () => {
    const text = 'errorz > 1 and owner ='
    const faults = [
      { from: 0, to: 6 },
      { from: 9, to: 10 },
    ]
    expect(
      partsOf(text, faults)
        .map(({ part }) => part)
        .join(''),
    ).toBe(text)
  })
})
