import { expect, test } from 'vitest'
import { createLossGuard } from './sudden-loss.ts'

test('a list that lost most of its instances is held back until that has lasted', () => {
  const guard = createLossGuard()
  expect(guard.judge({ count: 4_000, at: 0 })).toBeNull()
  expect(guard.judge({ count: 12, at: 30_000 })).toContain('lists 12 instances where it listed 4000')
  expect(guard.judge({ count: 1_500, at: 60_000 })).not.toBeNull()
  expect(guard.judge({ count: 1_500, at: 120_000 })).toBeNull()
  expect(guard.judge({ count: 1_400, at: 150_000 })).toBeNull()
})

test('a registry that fills again is told at once, and the next loss waits anew', () => {
  const guard = createLossGuard()
  guard.judge({ count: 4_000, at: 0 })
  guard.judge({ count: 0, at: 30_000 })
  expect(guard.judge({ count: 3_900, at: 60_000 })).toBeNull()
  expect(guard.judge({ count: 0, at: 130_000 })).not.toBeNull()
})

test('of few, half are soon gone', () => {
  const guard = createLossGuard()
  guard.judge({ count: 9, at: 0 })
  expect(guard.judge({ count: 1, at: 1_000 })).toBeNull()
})
