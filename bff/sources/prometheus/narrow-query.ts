import type { WireLabels } from './wire.ts'

/**
 * One panel wants a few rows of a query that answers with all of them; asked over half an hour of steps, all of them
 * would be dear. Where the query is a plain quantile of summed buckets, Prometheus is made to read only the series of
 * those rows: their labels become matchers (a little wider than the rows, for each label by itself; whoever reads the
 * answer picks). Any other query is asked as it is, and only its answer is cut.
 */
export function narrowQuery(query: string, rows: readonly WireLabels[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => name !== '__name__').toSorted()
  if (rows.length === 0 || names.length === 0) return query
  const [, head, selector, tail] = QUANTILE_OF_BUCKETS.exec(query) ?? []
  if (head === undefined || selector === undefined || tail === undefined) return cutAnswer(query, rows, names)
  const matchers = names.map((name) => matcherOf(name, [...new Set(rows.map((row) => row[name] ?? ''))].toSorted()))
  return `${head}${withMatchers(selector, matchers)}${tail}`
}

const QUANTILE_OF_BUCKETS =
  /^(\s*histogram_quantile\s*\(\s*[\d.]+\s*,\s*sum\s+by\s*\([^()]*\)\s*\(\s*rate\s*\(\s*)([a-zA-Z_:][\w:]*\s*(?:\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\})?)(\s*\[[^\][]*\]\s*\)\s*\)\s*\)\s*)$/

function withMatchers(selector: string, matchers: readonly string[]): string {
  const text = selector.trim()
  if (!text.endsWith('}')) return `${text}{${matchers.join(',')}}`
  const inner = text.slice(0, -1).trimEnd()
  return `${inner}${inner.endsWith('{') || inner.endsWith(',') ? '' : ','}${matchers.join(',')}}`
}

function matcherOf(name: string, values: readonly string[]): string {
  const [only = ''] = values
  if (values.length === 1) return `${name}=${quoted(only)}`
  return `${name}=~${quoted(values.map((value) => value.replace(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`)).join('|'))}`
}

/** `and on` with a row made of nothing but those labels; what a row lacks is empty there too, which is the same. */
function cutAnswer(query: string, rows: readonly WireLabels[], names: readonly string[]): string {
  const wanted = rows.map((row) =>
    names.reduce((vector, name) => {
      // In a replacement `$1` would be what the (empty) pattern found.
      const value = quoted((row[name] ?? '').replaceAll('$', '$$$$'))
      return `label_replace(${vector}, "${name}", ${value}, "", "")`
    }, 'vector(1)'),
  )
  return `(${query}) and on (${names.join(', ')}) (${wanted.join(' or ')})`
}

function quoted(text: string): string {
  return `"${text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`)}"`
}
