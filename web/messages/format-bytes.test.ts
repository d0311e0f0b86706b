import { expect, test } from 'vitest'
import { formatBytes, formatBytesPerSecond } from './format-bytes.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '0.98 KiB'],
  [1_536, '1.5 KiB'],
  [25_276_510_208, '23.5 GiB'],
  [1e30, '888178419700125 PiB'],
  [NaN, '–'],
])('%d bytes read %s', (bytes, expected) => expect(formatBytes(bytes)).toBe(expected))

test('a rate says so, unless it is unknown', () => {
  expect([formatBytesPerSecond(1_048_576), formatBytesPerSecond(NaN)]).toEqual(['1 MiB/s', '–'])
})
