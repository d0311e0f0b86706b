import type { HostMeasure } from '#contract/services/host.ts'
import type { HostValue } from '../host-source.ts'
import type { PcpFetched } from './client.ts'

/**
 * What two samples of a host tell. PCP hands out raw counters: milliseconds a core has been idle since the machine
 * started, bytes a disk has read. How fast one grew between two samples is what counts, and the time between them is
 * that of the host's own clock. A counter that has become smaller began anew (a restart, a device that was swapped, 32
 * bits that ran over): what happened between is unknown, for that one sample. So is what only one of the two tells.
 */
export interface HostSampleInput {
  /** Null before the first. Values are in ms, bytes and plain numbers already. */
  before: PcpFetched | null
  now: PcpFetched
  /** Metrics the host knows in a form that can be read. */
  told: ReadonlySet<string>
  /** `cpu0`, `sda`, `eth0`, by the metric that leads its kind. */
  nameOf: (kind: InstanceKind, instance: number) => string
}

export type InstanceKind = 'core' | 'disk' | 'interface'

/** Without this metric a measure cannot be told. */
const LEADING: Readonly<Record<HostMeasure, string>> = {
  cpuBusyShare: 'kernel.percpu.cpu.idle',
  cpuUserShare: 'kernel.all.cpu.user',
  cpuSystemShare: 'kernel.all.cpu.sys',
  cpuWaitShare: 'kernel.all.cpu.wait.total',
  cpuStealShare: 'kernel.all.cpu.steal',
  runQueue: 'kernel.all.runnable',
  load1: 'kernel.all.load',
  load5: 'kernel.all.load',
  load15: 'kernel.all.load',
  memoryTotalBytes: 'mem.physmem',
  memoryUsedBytes: 'mem.physmem',
  memoryCachedBytes: 'mem.util.cached',
  memoryFreeBytes: 'mem.util.free',
  diskReadBytesPerSecond: 'disk.dev.read_bytes',
  diskWriteBytesPerSecond: 'disk.dev.write_bytes',
  diskBusyShare: 'disk.dev.avactive',
  networkInBytesPerSecond: 'network.interface.in.bytes',
  networkOutBytesPerSecond: 'network.interface.out.bytes',
}

export function untoldOf(told: ReadonlySet<string>): HostMeasure[] {
  return MEASURES.filter((measure) => !told.has(LEADING[measure]))
}

const MEASURES = Object.keys(LEADING).filter((name): name is HostMeasure => Object.hasOwn(LEADING, name))

export function measureHost(input: HostSampleInput): HostValue[] {
  return [...cpuOf(input), ...gaugesOf(input), ...devicesOf(input)].filter(({ measure }) =>
    input.told.has(LEADING[measure]),
  )
}

function cpuOf({ before, now, told, nameOf }: HostSampleInput): HostValue[] {
  // What a platform does not count apart is in what it does count.
  const isTold = (metric: string) => told.has(metric)
  const cores = instancesOf(now, LEADING.cpuBusyShare).map((core): HostValue => {
    // Together, for Linux may take back time waited and call it idle.
    const idle = [LEADING.cpuBusyShare, ...['kernel.percpu.cpu.wait.total'].filter(isTold)]
    const value = shareOf(1 - perSecond(before, now, idle, core) / 1_000)
    return { measure: 'cpuBusyShare', of: nameOf('core', core), value }
  })
  const count = valueOf(now, 'hinv.ncpu', null)
  const ofAll = (measure: HostMeasure, ...further: string[]): HostValue => {
    const ms = perSecond(before, now, [LEADING[measure], ...further.filter(isTold)], null)
    return { measure, of: null, value: shareOf(ms / 1_000 / count) }
  }
  return [
    ...cores,
    ofAll('cpuUserShare', 'kernel.all.cpu.nice'),
    ofAll('cpuSystemShare', 'kernel.all.cpu.intr'),
    ofAll('cpuWaitShare'),
    ofAll('cpuStealShare'),
  ]
}

function gaugesOf({ now, told }: HostSampleInput): HostValue[] {
  const value = (metric: string, instance: number | null = null) => valueOf(now, metric, instance)
  const total = value('mem.physmem')
  const free = value('mem.util.free')
  const cached = value('mem.util.cached') + (told.has('mem.util.bufmem') ? value('mem.util.bufmem') : 0)
  const all: readonly (readonly [HostMeasure, number])[] = [
    ['runQueue', value('kernel.all.runnable')],
    ['load1', value('kernel.all.load', 1)],
    ['load5', value('kernel.all.load', 5)],
    ['load15', value('kernel.all.load', 15)],
    ['memoryTotalBytes', total],
    ['memoryUsedBytes', Math.max(0, total - free - cached)],
    ['memoryCachedBytes', cached],
    ['memoryFreeBytes', free],
  ]
  return all.map(([measure, one]) => ({ measure, of: null, value: one }))
}

const DEVICES: readonly { measure: HostMeasure; kind: InstanceKind; busy?: boolean }[] = [
  { measure: 'diskReadBytesPerSecond', kind: 'disk' },
  { measure: 'diskWriteBytesPerSecond', kind: 'disk' },
  { measure: 'diskBusyShare', kind: 'disk', busy: true },
  { measure: 'networkInBytesPerSecond', kind: 'interface' },
  { measure: 'networkOutBytesPerSecond', kind: 'interface' },
]

function devicesOf({ before, now, nameOf }: HostSampleInput): HostValue[] {
  return DEVICES.flatMap(({ measure, kind, busy = false }) =>
    instancesOf(now, LEADING[measure]).map((instance): HostValue => {
      const rate = perSecond(before, now, [LEADING[measure]], instance)
      return { measure, of: nameOf(kind, instance), value: busy ? shareOf(rate / 1_000) : rate }
    }),
  )
}

/** How fast counters grew together, a second of the host's clock; NaN where that cannot be told. */
export function perSecond(
  before: PcpFetched | null,
  now: PcpFetched,
  metrics: readonly string[],
  instance: number | null,
): number {
  if (before === null) return NaN
  const seconds = (now.at - before.at) / 1_000
  const sumOf = (sample: PcpFetched) => metrics.reduce((sum, metric) => sum + valueOf(sample, metric, instance), 0)
  const grown = sumOf(now) - sumOf(before)
  return seconds > 0 && grown >= 0 ? grown / seconds : NaN
}

function valueOf(sample: PcpFetched, metric: string, instance: number | null): number {
  return sample.values.get(metric)?.get(instance) ?? NaN
}

function instancesOf(sample: PcpFetched, metric: string): number[] {
  return [...(sample.values.get(metric)?.keys() ?? [])].filter((instance) => instance !== null)
}

/** Clocks and counters tick apart by a little: a share of 1.004 is 1. */
function shareOf(share: number): number {
  return Math.min(1, Math.max(0, share))
}
