import { expect, it } from 'vitest'
import type { HostValue } from '#bff/sources/host-source.ts'
import { createHostRing } from './host-ring.ts'

const sample = (at: number, values: HostValue[]) => ({ at, hostName: null, values, untold: [], notes: [] })
const read = (of: string, value: number): HostValue => ({ measure: 'diskReadBytesPerSecond', of, value })

it('keeps every column as long as the axis: what came later, went away or is not known is null', () => {
  const ring = createHostRing()
  ring.put(sample(1_000, [read('sda', NaN)]))
  ring.put(sample(2_000, [read('sda', 1 / 3), read('sdb', 5)]))
  ring.put(sample(3_000, [read('sdb', 0)]))
  const { at, series } = ring.read()
  expect(at).toEqual([1_000, 2_000, 3_000])
  expect(series.map(({ of, values }) => [of, values])).toEqual([
    ['sda', [null, 0.33333, null]],
    ['sdb', [null, 5, 0]],
  ])
})

it('begins anew when the clock of the host was set back', () => {
  const ring = createHostRing()
  ring.put(sample(9_000, [read('sda', 1)]))
  ring.put(sample(4_000, [read('sda', 2)]))
  expect(ring.read().at).toEqual([4_000])
})

it('forgets a device of which nothing is known any more', () => {
  const ring = createHostRing()
  ring.put(sample(0, [read('sda', 1), read('sdb', 1)]))
  for (let at = 1_000; at <= 310_000; at += 1_000) ring.put(sample(at, [read('sda', at)]))
  expect(ring.read().series.map(({ of }) => of)).toEqual(['sda'])
})
