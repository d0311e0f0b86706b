import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HostMeasure } from '#contract/services/host.ts'
import type { PcpFetched } from './client.ts'
import { measureHost, perSecond, untoldOf } from './measure-host.ts'
import { METRICS } from './metrics.ts'

const ALL = new Set(METRICS.map(({ name }) => name))

function sample(at: number, values: Record<string, Record<string, number>>): PcpFetched {
  const instances = (row: Record<string, number>) =>
    new Map(Object.entries(row).map(([key, value]) => [key === 'null' ? null : Number(key), value]))
  return { at, values: new Map(Object.entries(values).map(([name, row]) => [name, instances(row)])) }
}

function measure(before: PcpFetched | null, now: PcpFetched, told: ReadonlySet<string> = ALL) {
  const nameOf = (kind: string, instance: number) => `${kind}${instance}`
  const values = measureHost({ before, now, told, nameOf })
  return (measured: HostMeasure, of: string | null = null) =>
    values.find((value) => value.measure === measured && value.of === of)?.value
}

describe('two samples of a host', () => {
  it('tell how busy each core was, by the time of the host’s own clock', () => {
    const value = measure(
      sample(10_000, {
        'kernel.percpu.cpu.idle': { 0: 1_000, 1: 1_000 },
        'kernel.percpu.cpu.wait.total': { 0: 0, 1: 100 },
      }),
      sample(12_000, {
        'kernel.percpu.cpu.idle': { 0: 2_500, 1: 3_010 },
        'kernel.percpu.cpu.wait.total': { 0: 100, 1: 100 },
      }),
    )
    expect(value('cpuBusyShare', 'core0')).toBeCloseTo(0.2)
    // Counters and clocks tick apart by a little.
    expect(value('cpuBusyShare', 'core1')).toBe(0)
  })

  it('tell what all cores together did', () => {
    const at = (user: number) => ({
      'hinv.ncpu': { null: 4 },
      'kernel.all.cpu.user': { null: user },
      'kernel.all.cpu.nice': { null: user },
      'kernel.all.cpu.steal': { null: 7 },
    })
    const value = measure(sample(0, at(0)), sample(1_000, at(500)))
    expect(value('cpuUserShare')).toBeCloseTo(0.25)
    expect(value('cpuStealShare')).toBe(0)
    // Known to the host, but not told this time.
    expect(value('cpuSystemShare')).toBeNaN()
  })

  it('tell disks and interfaces apart', () => {
    const value = measure(
      sample(0, { 'disk.dev.avactive': { 0: 5 }, 'network.interface.in.bytes': { 2: 1e12 } }),
      sample(1_000, { 'disk.dev.avactive': { 0: 505 }, 'network.interface.in.bytes': { 2: 1e12 + 300, 3: 9 } }),
    )
    expect(value('diskBusyShare', 'disk0')).toBeCloseTo(0.5)
    expect(value('networkInBytesPerSecond', 'interface2')).toBe(300)
    // It came in between.
    expect(value('networkInBytesPerSecond', 'interface3')).toBeNaN()
  })

  it('tell memory as three parts of the whole', () => {
    const value = measure(
      null,
      sample(0, {
        'mem.physmem': { null: 100 },
        'mem.util.free': { null: 20 },
        'mem.util.cached': { null: 30 },
        'mem.util.bufmem': { null: 10 },
        'kernel.all.load': { 1: 0.5, 5: 1, 15: 2 },
      }),
    )
    expect([value('memoryUsedBytes'), value('memoryCachedBytes'), value('memoryFreeBytes')]).toEqual([40, 40, 20])
    expect([value('load1'), value('load5'), value('load15'), value('runQueue')]).toEqual([0.5, 1, 2, NaN])
    expect(value('cpuUserShare')).toBeNaN()
  })
})

describe('a counter', () => {
  const counted = (at: number, value: number) => sample(at, { bytes: { null: value } })

  it('that begins anew is unknown for one sample', () => {
    const values = [100, 200, 50, 150]
    const rates = values.map((value, index) =>
      perSecond(
        index === 0 ? null : counted((index - 1) * 1_000, values[index - 1] ?? 0),
        counted(index * 1_000, value),
        ['bytes'],
        null,
      ),
    )
    expect(rates).toEqual([NaN, 100, NaN, 100])
  })

  it('in no time, or in time that runs back, is unknown', () => {
    expect(perSecond(counted(5, 1), counted(5, 2), ['bytes'], null)).toBeNaN()
    expect(perSecond(counted(6, 1), counted(5, 2), ['bytes'], null)).toBeNaN()
  })

  it('never has a rate below zero, and what it gives adds up to what was counted', () => {
    const steps = fc.array(
      fc.record({
        ms: fc.integer({ min: 1, max: 5_000 }),
        grown: fc.integer({ min: 0, max: 1e9 }),
        anew: fc.boolean(),
      }),
      { minLength: 1, maxLength: 50 },
    )
    fc.assert(
      fc.property(steps, (walk) => {
        let before = counted(0, 1)
        for (const { ms, grown, anew } of walk) {
          const value = (before.values.get('bytes')?.get(null) ?? 0) + grown
          const now = counted(before.at + ms, anew ? 0 : value)
          const rate = perSecond(before, now, ['bytes'], null)
          if (anew) expect(rate).toBeNaN()
          else expect((rate * ms) / 1_000).toBeCloseTo(grown, 3)
          // A counter at zero that begins anew at zero has not moved.
          before = anew ? counted(now.at, 1) : now
        }
      }),
    )
  })
})

describe('a metric that the host does not know', () => {
  it('is untold, not zero: no value bears its name', () => {
    const told = new Set([...ALL].filter((name) => name !== 'kernel.all.runnable' && name !== 'kernel.all.cpu.steal'))
    const value = measure(null, sample(0, {}), told)
    expect(untoldOf(told)).toEqual(['cpuStealShare', 'runQueue'])
    expect(value('runQueue')).toBeUndefined()
    expect(value('load1')).toBeNaN()
    expect(untoldOf(ALL)).toEqual([])
  })

  it('and is only a part of something leaves that to the rest', () => {
    const told = new Set([...ALL].filter((name) => name !== 'kernel.percpu.cpu.wait.total'))
    const idle = (ms: number) => sample(ms, { 'kernel.percpu.cpu.idle': { 0: ms / 4 } })
    expect(measure(idle(0), idle(1_000), told)('cpuBusyShare', 'core0')).toBeCloseTo(0.75)
  })
})
