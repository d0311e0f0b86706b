import { instantTextOf } from '#web/urls/urls.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import type { ShownFleet } from './map-picture.ts'

/** Of a filter's words; a name must stay shorter than what disks take. */
const MOST_FILTER_LETTERS = 60

const SPELT: readonly [sign: string, word: string][] = [
  ['!=', ' not '],
  ['>=', ' from '],
  ['<=', ' to '],
  ['>', ' over '],
  ['<', ' under '],
  ['=', ' is '],
  ['%', ' percent '],
]

/**
 * `spillway-us-east-1-services-errors-over-1-percent-2026-11-22T14-02-11Z.csv`: the view, the filter and the moment of
 * the data, UTC; of a difference `-against-` and the moment it is compared with as well.
 */
export function fileName(shown: ShownFleet, view: string, extension: string): string {
  const { fleet, filter, group, comparison } = shown
  const about = [view, group === null ? '' : `by-${group}`, filter === null ? '' : filterWordsOf(filter.text)]
  const against = comparison === null ? [] : ['against', instantIn(comparison.fleets.before)]
  const parts = ['spillway', ...about.map(safe), instantIn(fleet), ...against].filter((part) => part !== '')
  return `${parts.join('-')}.${extension}`
}

function instantIn({ frame }: Fleet): string {
  return instantTextOf(frame.worldAt).replaceAll(':', '-')
}

function filterWordsOf(text: string): string {
  const spelt = SPELT.reduce((words, [sign, word]) => words.replaceAll(sign, word), text)
  const words = safe(spelt).slice(0, MOST_FILTER_LETTERS)
  // Words of another script leave nothing that every disk takes: that there is a filter is said all the same.
  return safe(words) === '' ? 'filtered' : words
}

function safe(text: string): string {
  return text.replaceAll(/[^a-z0-9.]+/gi, '-').replaceAll(/^[-.]+|[-.]+$/g, '')
}
