import { QueryClient } from '@tanstack/react-query'
import { isWorthRetrying } from './request-error.ts'

const RETRIES = 2

/** Old answers stay while new ones are fetched; what cannot succeed is not asked again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
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
}
