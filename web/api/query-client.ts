import { QueryCache, QueryClient } from '@tanstack/react-query'
import { errorCodeOf, isWorthRetrying } from './request-error.ts'
import { SESSION_KEY } from './session.ts'

const RETRIES = 2

/** Old answers stay while new ones are fetched; what cannot succeed is not asked again. */
export function createQueryClient(): QueryClient {
  const queries: QueryClient = new QueryClient({
    // Whoever is signed out is told so at once, wherever they notice it first.
    queryCache: new QueryCache({
      onError(error, { queryKey }) {
        if (queryKey[0] === SESSION_KEY[0] || errorCodeOf(error) !== 'not_authenticated') return
        void queries.invalidateQueries({ queryKey: SESSION_KEY })
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < RETRIES && isWorthRetrying(error),
        // The browser's word on being online says nothing about a server in the same building.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  return queries
}
