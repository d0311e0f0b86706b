import { queryOptions } from '@tanstack/react-query'
import { ROUTES } from '#contract/routes.ts'
import { HostMetrics, type HostPath } from '#contract/services/host.ts'
import { joinHost } from './join-host.ts'
import { request, withQuery } from './request.ts'

const USUAL_PERIOD_MS = 1_000
/** Nobody watches a host that cannot be asked: it is only tried again. */
const IDLE_EVERY_MS = 5_000

/** The machine under an instance: watched while this is asked, and only what is new is sent. */
export function hostQuery({ region, instance }: HostPath) {
  const queryKey = ['host', region, instance] as const
  const path = ROUTES.host(region, instance)
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }): Promise<HostMetrics> => {
      const kept = client.getQueryData<HostMetrics>(queryKey)
      const since = kept?.at.at(-1)
      const news = await request({ path: withQuery(path, { since }), schema: HostMetrics, signal })
      if (kept === undefined || since === undefined) return news
      const hasClockGoneBack = news.observedAt !== null && news.observedAt < since
      return hasClockGoneBack ? request({ path, schema: HostMetrics, signal }) : joinHost(kept, news)
    },
    refetchInterval: ({ state: { data } }) =>
      data === undefined || ['watched', 'connecting', 'unreachable'].includes(data.state)
        ? (data?.periodMs ?? USUAL_PERIOD_MS)
        : IDLE_EVERY_MS,
    // Hundreds of columns that differ each second: comparing them costs more than drawing.
    structuralSharing: false,
  })
}
