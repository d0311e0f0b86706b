import { expect, test } from 'vitest'
import { createTurns } from './create-turns.ts'

test('so many at once, in the order of asking; who fails gives way too; too many are sent away', async () => {
  const turns = createTurns({ atOnce: 2, waiting: 2 })
  const begun: number[] = []
  const ends: ((how: 'well' | 'badly') => void)[] = []
  const run = (name: number) => () =>
    new Promise<number>((resolve, reject) => {
      begun.push(name)
      ends[name] = (how) => (how === 'well' ? resolve(name) : reject(new Error('badly')))
    })
  const taken = [0, 1, 2, 3].map((name) => turns.take(run(name)))
  expect(turns.take(run(4))).toBeNull()
  await Promise.resolve()
  expect(begun).toEqual([0, 1])
  ends[1]?.('badly')
  await expect(taken[1]).rejects.toThrow('badly')
  await expect.poll(() => begun).toEqual([0, 1, 2])
  ends[0]?.('well')
  await expect.poll(() => begun).toEqual([0, 1, 2, 3])
  ends[2]?.('well')
  ends[3]?.('well')
  expect(await Promise.all([taken[0], taken[2], taken[3]])).toEqual([0, 2, 3])
})
