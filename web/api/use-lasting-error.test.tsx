import { cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { useLastingError } from './use-lasting-error.ts'

afterEach(cleanup)

it('lasts while the same is asked again, and ends with an answer', () => {
  const first: { data: unknown; error: Error | null } = { data: undefined, error: null }
  const away = new Error('away')
  const { result, rerender } = renderHook(useLastingError, {
    initialProps: first,
  })
  const seen = [result.current]
  for (const query of [
    { data: undefined, error: away },
    { data: undefined, error: null },
    { data: 1, error: null },
    { data: 1, error: away },
    { data: 1, error: null },
  ]) {
    rerender(query)
    seen.push(result.current)
  }
  expect(seen).toEqual([null, away, away, null, away, null])
})
