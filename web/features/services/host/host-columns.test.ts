import { describe, expect, it } from 'vitest'
import { hostFixture, HOST_NOW } from './host-fixture.ts'
import { devicesOf, spanOf, sumLineOf, withHoles } from './host-columns.ts'

describe('the span of the charts', () => {
  it('ends with the newest sample while they come', () => {
    expect(spanOf(hostFixture(), HOST_NOW + 1_400)).toEqual({ from: HOST_NOW - 60_000, to: HOST_NOW })
  })

  it('ends now, on the host’s own clock, where they do not: silence shows and grows', () => {
    const now = HOST_NOW + 200_700
    expect(spanOf(hostFixture({ skewMs: -100_000 }), now)).toEqual({ from: HOST_NOW - 20_000, to: HOST_NOW + 100_000 })
  })

  it.each([
    [1, 60_000],
    [61, 60_000],
    [62, 120_000],
    [122, 300_000],
    [400, 300_000],
  ])('of %d samples is %d ms', (samples, span) => {
    const at = Array.from({ length: samples }, (_, index) => HOST_NOW - (samples - 1 - index) * 1_000)
    const { from, to } = spanOf(hostFixture({ at }), HOST_NOW)
    expect(to - from).toBe(span)
  })
})

it('a sum is unknown where a part of it is, and does without what the host does not tell', () => {
  const host = hostFixture({
    at: [1, 2],
    series: [
      { measure: 'cpuUserShare', unit: 'share', of: null, values: [0.1, 0.2] },
      { measure: 'cpuSystemShare', unit: 'share', of: null, values: [0.3, null] },
    ],
  })
  const look = { name: 'busy', tone: 'flow', stroke: 'solid' } as const
  const [line] = sumLineOf(host, look, ['cpuUserShare', 'cpuSystemShare', 'cpuStealShare'])
  expect(line?.values).toEqual([0.4, null])
  expect(sumLineOf(host, look, ['cpuStealShare'])).toEqual([])
})

it('devices on which nothing happened are named apart', () => {
  expect(devicesOf(hostFixture(), ['networkInBytesPerSecond', 'networkOutBytesPerSecond'])).toEqual({
    lively: ['eth0'],
    idle: ['lo'],
  })
})

it('no line goes across a time in which nobody was told anything', () => {
  const series = [{ measure: 'load1', unit: 'tasks', of: null, values: [1, 2, 3, null] }] as const
  const host = hostFixture({
    at: [0, 1_000, 9_000, 12_000],
    series: series.map((one) => ({ ...one, values: [...one.values] })),
  })
  const holed = withHoles(host)
  expect([holed.at, holed.series[0]?.values]).toEqual([
    [0, 1_000, 2_000, 9_000, 12_000],
    [1, 2, null, 3, null],
  ])
  expect(withHoles(hostFixture())).toEqual(hostFixture())
})
