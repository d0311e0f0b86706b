import { parseDuration } from '#bff/sources/prometheus/wire-queries.ts'
import type { Labels } from './world-labels.ts'

/**
 * Reads the forms of PromQL that the presets and the world's own configuration send, and no others: sums of rates,
 * quantiles of histograms, newest sample times, plain gauges. Matchers are evaluated for real.
 */
export type ParsedQuery =
  | { form: 'sum-of-rates'; by: string[]; selectors: Selector[]; windowMs: number }
  | { form: 'quantile'; q: number; by: string[]; selector: Selector; windowMs: number }
  | { form: 'sample-time'; by: string[]; selector: Selector }
  | { form: 'gauge'; selector: Selector }

export interface Selector {
  metric: string
  matches(labels: Labels): boolean
}

const SELECTOR = String.raw`[a-zA-Z_:][\w:]*(?:\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\})?`
const RATE = new RegExp(String.raw`rate\((${SELECTOR})\[(\w+)\]\)`, 'g')
const SUM = new RegExp(
  String.raw`^sum by \(([\w, ]+)\) \((rate\(${SELECTOR}\[\w+\]\)(?: or rate\(${SELECTOR}\[\w+\]\))*)\)$`,
)
const QUANTILE = new RegExp(
  String.raw`^histogram_quantile\(([\d.]+), sum by \(([\w, ]+)\) \(rate\((${SELECTOR})\[(\w+)\]\)\)\)$`,
)
const SAMPLE_TIME = new RegExp(String.raw`^max by \(([\w, ]+)\) \(timestamp\((${SELECTOR})\)\)$`)
const GAUGE = new RegExp(`^${SELECTOR}$`)

export function parseQuery(query: string): ParsedQuery | null {
  return parseSum(query) ?? parseQuantile(query) ?? parseSampleTime(query) ?? parseGauge(query)
}

function parseSum(query: string): ParsedQuery | null {
  const [, by, rates] = SUM.exec(query) ?? []
  if (by === undefined || rates === undefined) return null
  const parts = [...rates.matchAll(RATE)].map(([, selector = '', window = '']) => ({ selector, window }))
  const windowMs = parseDuration(parts[0]?.window ?? '')
  const selectors = parts.map(({ selector }) => parseSelector(selector))
  if (windowMs === null || parts.some(({ window }) => window !== parts[0]?.window)) return null
  return { form: 'sum-of-rates', by: labelsOf(by), selectors, windowMs }
}

function parseQuantile(query: string): ParsedQuery | null {
  const [, q, by, selector, window] = QUANTILE.exec(query) ?? []
  if (q === undefined || by === undefined || selector === undefined) return null
  const windowMs = parseDuration(window ?? '')
  const labels = labelsOf(by)
  if (windowMs === null || !labels.includes('le')) return null
  return {
    form: 'quantile',
    q: Number(q),
    by: labels.filter((label) => label !== 'le'),
    selector: parseSelector(selector),
    windowMs,
  }
}

function parseSampleTime(query: string): ParsedQuery | null {
  const [, by, selector] = SAMPLE_TIME.exec(query) ?? []
  if (by === undefined || selector === undefined) return null
  return { form: 'sample-time', by: labelsOf(by), selector: parseSelector(selector) }
}

function parseGauge(query: string): ParsedQuery | null {
  return GAUGE.test(query) ? { form: 'gauge', selector: parseSelector(query) } : null
}

function labelsOf(list: string): string[] {
  return list.split(',').map((label) => label.trim())
}

const MATCHER = /([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"/g

function parseSelector(text: string): Selector {
  const brace = text.indexOf('{')
  const metric = brace < 0 ? text : text.slice(0, brace)
  const matchers = [...text.slice(metric.length).matchAll(MATCHER)].map(([, label = '', operator = '', value = '']) => {
    // Prometheus's regular expressions are anchored at both ends.
    const pattern = operator.endsWith('~') ? new RegExp(`^(?:${value})$`, 's') : null
    const accepts = (found: string) => (pattern === null ? found === value : pattern.test(found))
    return (labels: Labels) => accepts(labels[label] ?? '') !== operator.startsWith('!')
  })
  return { metric, matches: (labels) => matchers.every((matches) => matches(labels)) }
}
