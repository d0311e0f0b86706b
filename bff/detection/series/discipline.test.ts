import { expect, test } from 'vitest'
import { createDiscipline } from './discipline.ts'

function admitted(rarities: Readonly<Record<number, number>>, samples: number): number[] {
  const discipline = createDiscipline()
  return Array.from({ length: samples }, (_, sample) => sample).filter((sample) =>
    discipline.admits(rarities[sample] ?? 0),
  )
}

test('what lasts is said once, what grows again', () => {
  expect(admitted({ 0: 5, 1: 5, 2: 5.4, 3: 5.6, 4: 2 }, 10)).toEqual([0, 3])
})

test('after a while as much is said again: near it must be rarer, further on about as rare', () => {
  expect(admitted({ 0: 10, 120: 10.5, 121: 8.5 }, 130)).toEqual([0, 121])
  expect(admitted({ 0: 10, 130: 7.5, 241: 7.5 }, 250)).toEqual([0, 241])
})

test('the ordinary is never said, the unknown neither', () => {
  expect(admitted({ 0: 2, 1: NaN, 2: 0, 3: 2.1 }, 5)).toEqual([3])
})
