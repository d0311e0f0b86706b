import { z } from 'zod'
import { MAX_EXPRESSION_LENGTH } from '#contract/presets.ts'
import { SORTS, WORST_FIRST, type Sort } from './board/sort.ts'

const Flag = z
  .union([z.literal('').transform(() => true), z.boolean(), z.stringbool()])
  .optional()
  .catch(undefined)

/** What `/services` shows, as it stands in the address. What cannot be read is left out. */
export const ServicesSearch = z.object({
  /** The filter, as typed. */
  q: z.string().max(MAX_EXPRESSION_LENGTH).optional().catch(undefined),
  /** What does not match is left out; else it is dimmed. */
  hide: Flag,
  /** `-errors`: by failed share, the most first. Worst first where absent. */
  sort: z.string().max(40).optional().catch(undefined),
  /** `requests,errors,p99`: the columns after the name; those of the last time, or the usual ones, where absent. */
  cols: z.string().max(400).optional().catch(undefined),
  /** Small pictures instead of rows. */
  grid: Flag,
})
export type ServicesSearch = z.infer<typeof ServicesSearch>

export function sortOf({ sort }: ServicesSearch): Sort {
  const column = SORTS.find((one) => one === sort?.replace(/^-/, ''))
  return column === undefined ? WORST_FIRST : { column, descending: sort?.startsWith('-') === true }
}

export function withSort(search: ServicesSearch, { column, descending }: Sort): ServicesSearch {
  const isUsual = column === WORST_FIRST.column && descending === WORST_FIRST.descending
  return { ...search, sort: isUsual ? undefined : `${descending ? '-' : ''}${column}` }
}
