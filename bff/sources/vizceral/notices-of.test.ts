import { expect, test } from 'vitest'
import { noticesOf } from './notices-of.ts'
import { WireService } from './wire.ts'

const of = (notices: unknown) => noticesOf(WireService.parse({ name: 'api', notices }))

test('notices become text, the worst first, numbers as text too', () => {
  expect(
    of([
      { title: 'slow', severity: 1 },
      { title: 'down', subtitle: 'since noon', severity: '2', link: 'javascript:alert(1)' },
      { title: 'deployed' },
    ]),
  ).toEqual([
    { severity: 'critical', text: 'down: since noon' },
    { severity: 'warning', text: 'slow' },
    { severity: 'info', text: 'deployed' },
  ])
})

test.each([
  ['none', undefined],
  ['null', null],
  ['no list', 'boom'],
  ['no words', [{ severity: 2 }, null, 'x', { title: ' ' }]],
])('%s says nothing', (_, notices) => expect(of(notices)).toEqual([]))

test('markup stays text, and what is too long is cut', () => {
  expect(of([{ title: '<img src=x onerror=alert(1)>' }])[0]?.text).toBe('<img src=x onerror=alert(1)>')
  expect(of([{ title: 'x'.repeat(5_000) }])[0]?.text).toHaveLength(300)
  expect(of(Array.from({ length: 50 }, (_, index) => ({ title: `notice ${index}` })))).toHaveLength(10)
})
