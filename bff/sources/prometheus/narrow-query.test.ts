import { expect, test } from 'vitest'
import { narrowQuery } from './narrow-query.ts'

const BUCKETS = 'histogram_quantile(0.5, sum by (le, caller, callee) (rate(latency_bucket[10s])))'

test.each([
  ['of one row', [{ caller: 'api', callee: 'db' }], '{callee="db",caller="api"}'],
  [
    'of several',
    [
      { caller: 'api', callee: 'db' },
      { caller: 'web', callee: 'db' },
    ],
    '{callee="db",caller=~"api|web"}',
  ],
  ['that lack a label', [{ caller: '', callee: 'db' }, { callee: 'db' }], '{callee="db",caller=""}'],
  ['with signs of expressions', [{ caller: 'a.b' }, { caller: 'a|b' }], String.raw`{caller=~"a\\.b|a\\|b"}`],
  ['with quotes', [{ caller: 'a"b\\c' }], String.raw`{caller="a\"b\\c"}`],
  ['with a name', [{ __name__: 'x', caller: 'api' }], '{caller="api"}'],
])('a quantile of buckets reads only the series of rows %s', (_, rows, matchers) => {
  expect(narrowQuery(BUCKETS, rows)).toBe(BUCKETS.replace('latency_bucket', `latency_bucket${matchers}`))
})

test.each([
  ['latency_bucket{}', 'latency_bucket{caller="api"}'],
  ['latency_bucket{reporter="destination"}', 'latency_bucket{reporter="destination",caller="api"}'],
  ['latency_bucket{reporter="{}",}', 'latency_bucket{reporter="{}",caller="api"}'],
])('own matchers stay: %s', (selector, narrowed) => {
  const of = (text: string) => BUCKETS.replace('latency_bucket', text)
  expect(narrowQuery(of(selector), [{ caller: 'api' }])).toBe(of(narrowed))
})

test.each([
  'max by (caller) (latency_p50)',
  `${BUCKETS} * 1000`,
  'histogram_quantile(0.5, sum by (le, caller) (rate(a_bucket[1m])) + sum by (le, caller) (rate(b_bucket[1m])))',
])('of any other query only the answer is cut: %s', (query) => {
  expect(narrowQuery(query, [{ caller: 'a$1"' }, {}])).toBe(
    `(${query}) and on (caller) (label_replace(vector(1), "caller", "a$$1\\"", "", "") or label_replace(vector(1), "caller", "", "", ""))`,
  )
})

test('without rows it is left as it is', () => {
  expect(narrowQuery(BUCKETS, [])).toBe(BUCKETS)
})
