import { describe, expect, it } from 'vitest'
import { rgbOf } from './engine-theme.ts'

describe('colours', () => {
  it.each([
    ['#ff8000', [1, 128 / 255, 0]],
    [' #fff ', [1, 1, 1]],
    ['rgb(0 128 255)', [0, 128 / 255, 1]],
    ['rgba(255, 0, 0, 0.5)', [1, 0, 0]],
  ])('%s is read', (text, expected) => expect(rgbOf(text)).toEqual(expected))

  it('that cannot be read are named', () => expect(() => rgbOf('tomato')).toThrow('"tomato"'))
})
