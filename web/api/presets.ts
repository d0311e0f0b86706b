import { queryOptions } from '@tanstack/react-query'
import { PresetList } from '#contract/presets.ts'
import { ROUTES } from '#contract/routes.ts'
import { request } from './request.ts'

/** The named filters of the configuration; they do not change while the server runs. */
export function presetsQuery() {
  return queryOptions({
    queryKey: ['presets'],
    queryFn: ({ signal }) => request({ path: ROUTES.presets, schema: PresetList, signal }),
    staleTime: Infinity,
  })
}
