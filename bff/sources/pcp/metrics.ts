/** Which of PCP's metrics are asked for, and what each must be: a metric of another kind or unit is not told. */

export interface PcpMetric {
  name: string
  /** A counter grows for ever: what counts is how fast. */
  sem: 'counter' | 'instant'
  dimension: 'time' | 'bytes' | 'count'
}

const counterOf = (dimension: PcpMetric['dimension']) => (name: string) => ({
  name,
  sem: 'counter' as const,
  dimension,
})
const instantOf = (dimension: PcpMetric['dimension']) => (name: string) => ({
  name,
  sem: 'instant' as const,
  dimension,
})

export const METRICS: readonly PcpMetric[] = [
  ...[
    'kernel.percpu.cpu.idle',
    'kernel.percpu.cpu.wait.total',
    'kernel.all.cpu.user',
    'kernel.all.cpu.nice',
    'kernel.all.cpu.sys',
    'kernel.all.cpu.intr',
    'kernel.all.cpu.wait.total',
    'kernel.all.cpu.steal',
    'disk.dev.avactive',
  ].map(counterOf('time')),
  ...['disk.dev.read_bytes', 'disk.dev.write_bytes', 'network.interface.in.bytes', 'network.interface.out.bytes'].map(
    counterOf('bytes'),
  ),
  ...['mem.physmem', 'mem.util.free', 'mem.util.cached', 'mem.util.bufmem'].map(instantOf('bytes')),
  ...['kernel.all.runnable', 'kernel.all.load', 'hinv.ncpu'].map(instantOf('count')),
]

/** Whose instances have names worth asking for, by one metric each. */
export const NAMED_INDOMS = ['kernel.percpu.cpu.idle', 'disk.dev.read_bytes', 'network.interface.in.bytes'] as const

const KIB = 1_024
const UNITS: Readonly<Record<PcpMetric['dimension'], Readonly<Record<string, number>>>> = {
  // In ms.
  time: { nanosec: 1e-6, microsec: 1e-3, millisec: 1, sec: 1_000 },
  bytes: { byte: 1, Kbyte: KIB, Mbyte: KIB ** 2, Gbyte: KIB ** 3 },
  count: { none: 1, '': 1, count: 1 },
}

/** What a value is multiplied by to be in ms, bytes or a plain number; null for a unit that is none of these. */
export function scaleOf(dimension: PcpMetric['dimension'], units: string): number | null {
  return UNITS[dimension][units] ?? null
}
