import { completeAt } from '#web/expression/complete-expression.ts'
import { describeExpression } from '#web/expression/describe-expression.ts'
import { doubtsOf } from '#web/expression/doubt-expression.ts'
import { readPresets } from '#web/expression/presets.ts'
import { filteredOf } from './filtered.ts'
import { readFilter } from './map-filter.ts'

/** All that reads, answers, completes and explains a filter: the first picture does without it. */
export const FILTER_LANGUAGE = { readFilter, filteredOf, completeAt, describeExpression, doubtsOf, readPresets }

export type FilterLanguage = typeof FILTER_LANGUAGE
