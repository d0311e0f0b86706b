/**
 * What a query asks for by name, and what a person may have meant. No PromQL parser: names are what stands before `{`
 * or `[`, or alone, and is no function, keyword or label.
 */

const STRINGS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g
const LABEL_LISTS = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)/g
const MATCHERS = /\{[^{}]*\}/g
const RANGES = /\[[^[\]]*\]/g
const NAME = /[a-zA-Z_:][\w:]*(?!\s*\()\b/g
const KEYWORDS = new Set(['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan', 'start', 'end', 'by', 'without'])

export function metricNamesIn(query: string): string[] {
  const bare = query.replace(STRINGS, '').replace(LABEL_LISTS, ' ').replace(MATCHERS, ' ').replace(RANGES, ' ')
  const names = [...bare.matchAll(NAME)].flatMap(([name], _index) => (isMetric(name, bare) ? [name] : []))
  return [...new Set(names)]
}

function isMetric(name: string, bare: string): boolean {
  if (KEYWORDS.has(name.toLowerCase())) return false
  return !new RegExp(`\\b${name}\\s*\\(`).test(bare)
}

/** Counters are read through these; anything else only grows. */
const OF_COUNTERS = /\b(?:rate|irate|increase|resets)\s*\(\s*([a-zA-Z_:][\w:]*)/g
/** These show a counter as it is without reading it as a number. */
const OF_EITHER = /\b(?:timestamp|absent|present_over_time|count|group)\s*\(\s*([a-zA-Z_:][\w:]*)/g
const COUNTER_NAME = /_(?:total|count|sum|bucket)$/

export interface TypeMistake {
  metric: string
  mistake: 'rate-of-gauge' | 'counter-without-rate'
}

/** `types` as the targets tell; names alone decide where they do not. */
export function typeMistakes(query: string, types: ReadonlyMap<string, string>): TypeMistake[] {
  const rated = new Set([...query.matchAll(OF_COUNTERS)].map(([, metric = '']) => metric))
  const harmless = new Set([...query.matchAll(OF_EITHER)].map(([, metric = '']) => metric))
  return metricNamesIn(query).flatMap((metric): TypeMistake[] => {
    const type = types.get(metric)
    if (rated.has(metric)) return type === 'gauge' ? [{ metric, mistake: 'rate-of-gauge' }] : []
    const isCounter = type === 'counter' || (type === undefined && COUNTER_NAME.test(metric))
    return isCounter && !harmless.has(metric) ? [{ metric, mistake: 'counter-without-rate' }] : []
  })
}

const MOST_SUGGESTIONS = 3

/** Names that are there and look alike, the nearest first. */
export function suggestNames(missing: string, existing: readonly string[]): string[] {
  const wanted = missing.split('_')
  return existing
    .map((name) => ({ name, score: likeness(wanted, name.split('_')) }))
    .filter(({ score }) => score >= 0.5)
    .sort((a, b) => b.score - a.score || a.name.localeCompare(b.name))
    .slice(0, MOST_SUGGESTIONS)
    .map(({ name }) => name)
}

/** The share of words that both have, 0–1. */
function likeness(a: readonly string[], b: readonly string[]): number {
  const shared = a.filter((word) => b.includes(word)).length
  return (2 * shared) / (a.length + b.length)
}
