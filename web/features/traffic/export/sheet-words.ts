import { ageText, utcMomentText } from '#web/messages/format.ts'
import { formatAge } from '#web/messages/format-numbers.ts'
import { compareWords } from '#web/messages/compare-en.ts'
import { filterWords } from '#web/messages/filter-en.ts'
import { groupingWords } from '#web/messages/grouping-en.ts'
import { mapWords } from '#web/messages/map-en.ts'
import { regionFactsOf } from '#web/fleet/region-facts.ts'
import { WORLD_VIEW } from '../traffic-search.ts'
import type { ShownFilter, ShownFleet } from './map-picture.ts'

const words = mapWords.export

/** `Traffic, us-east-1, by team`; of two moments what their difference is of stands at the end. */
export function titleOf(view: string, { group, comparison }: Pick<ShownFleet, 'group' | 'comparison'>): string {
  const about = group === null ? view : words.groupedBy(view, groupingWords.by[group])
  const title = words.title(about)
  return comparison === null ? title : words.difference(title, compareWords.measure[comparison.measure])
}

/** The moment it is compared with, and how far back that is; nothing of one moment. */
export function againstText({ comparison }: Pick<ShownFleet, 'comparison'>): string {
  if (comparison === null) return ''
  const { now, before } = comparison.fleets
  const apart = now.frame.worldAt - before.frame.worldAt
  const age = ageText(Math.abs(apart))
  const how = apart >= 0 ? compareWords.before(age) : compareWords.after(age)
  return words.against(utcMomentText(before.frame.worldAt), how)
}

/** When, in which zone, and how old each region of the view is: nothing old may look new once it is on paper. */
export function whenText({ fleet }: ShownFleet, view: string): string {
  const [shown] = view.split('/')
  const ages = regionFactsOf(fleet)
    .filter(({ region }) => view === WORLD_VIEW || region.id === shown)
    .map(({ region, freshness, ageMs }) =>
      Number.isNaN(ageMs) ? words.neverSeen(region.id) : words.freshnessOf(region.id, freshness, formatAge(ageMs)),
    )
  return [utcMomentText(fleet.frame.worldAt), ...ages].join(' · ')
}

/** The filter as typed, and what became of those that do not match; nothing without one. */
export function filterText(filter: ShownFilter | null): string {
  if (filter === null) return ''
  const { shown, services, hidesOthers } = filter.filtered
  const rest = services - shown
  const become = rest === 0 ? [] : [hidesOthers ? filterWords.hidden(rest) : filterWords.dimmed(rest)]
  return [words.filter(filter.text.trim()), filterWords.count(shown, services), ...become].join(' · ')
}
