import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { Totals } from '#contract/history.ts'
import { ROUTES } from '#contract/routes.ts'
import { request, withQuery } from './request.ts'

export interface TotalsInput {
  /** UTC ms; the server's default is the last two hours. */
  from?: number
  to?: number
  /** At most this many points. */
  points?: number
}

/** Requests/s and error share of each region over time, refreshed every 10 s. */
export function totalsQuery({ from, to, points }: TotalsInput = {}) {
  return queryOptions({
    queryKey: ['totals', { from, to, points }],
    queryFn: ({ signal }) => request({ path: withQuery(ROUTES.totals, { from, to, points }), schema: Totals, signal }),
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  })
}
