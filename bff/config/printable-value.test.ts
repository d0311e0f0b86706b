import { describe, expect, test } from 'vitest'
import { printableAddress, printableValue } from './printable-value.ts'

describe('printableAddress', () => {
  test.each([
    ['http://prometheus:9090', 'http://prometheus:9090'],
    ['http://prometheus:9090/prefix/', 'http://prometheus:9090/prefix/'],
    ['http://ann:pass@prometheus:9090/a', 'http://•••@prometheus:9090/a'],
    ['http://ann:p@ss@prometheus', 'http://•••@prometheus'],
    ['https://feed/graph?token=abc&x=1', 'https://feed/graph?•••'],
    ['https://feed/graph#token', 'https://feed/graph?•••'],
    ['file:///var/lib/graph.json', 'file:///var/lib/graph.json'],
    ['hello@example.com?', 'hello@example.com?'],
  ])('%s', (text, printed) => {
    expect(printableAddress(text)).toBe(printed)
  })
})

describe('printableValue', () => {
  const printed = (value: unknown, path: (string | number)[] = [], secret: string[] = []) =>
    printableValue(value, path, (at) => secret.includes(at.join('.')))

  test('hides what is called a secret, however deep', () => {
    expect(printed({ kind: 'bearer', token: 'abc' })).toEqual({ kind: 'bearer', token: '•••' })
    expect(printed([{ hook: { secret: 'abc' } }])).toEqual([{ hook: { secret: '•••' } }])
    expect(printed({ headers: { 'X-Any': 'abc' } })).toEqual({ headers: { 'X-Any': '•••' } })
    expect(printed('Bearer abc', ['sources', 0, 'auth'])).toBe('•••')
    expect(printed({ clientSecret: 'abc', name: 'ann' })).toEqual({ clientSecret: '•••', name: 'ann' })
  })

  test('hides what came from outside of the file, whatever it is called', () => {
    expect(printed({ id: 'abc' }, ['sources', 0], ['sources.0.id'])).toEqual({ id: '•••' })
  })

  test('shows what is missing as missing', () => {
    expect(printed(undefined, ['token'])).toBeUndefined()
    expect(printed(null, ['token'])).toBeNull()
  })
})
