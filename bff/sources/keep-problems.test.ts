import { expect, test } from 'vitest'
import { keepProblems } from './keep-problems.ts'

const problem = (message: string, at: number) => ({ asked: 'errors/s', message, at })

test('problems are kept newest first, twenty of them', () => {
  const names = Array.from({ length: 25 }, (_, index) => problem(`trouble ${'x'.repeat(index)}`, index))
  const kept = names.reduce<ReturnType<typeof problem>[]>((all, one) => keepProblems(all, [one]), [])
  expect(kept).toHaveLength(20)
  expect(kept[0]?.at).toBe(24)
})

test('a problem that goes on is one problem with a newer time, whatever its counts', () => {
  const first = keepProblems([problem('another', 0)], [problem('3 rows were left out', 1)])
  const kept = keepProblems(first, [problem('4 rows were left out', 2)])
  expect(kept).toEqual([problem('4 rows were left out', 2), problem('another', 0)])
})
