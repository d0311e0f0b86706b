import { HOST_MEASURES, HostMeasure, type HostMetrics, type HostPath } from '#contract/services/host.ts'

const SAMPLES = 60
const CORES = 4
const GIB = 1_024 ** 3

/** A machine of four cores that is well: what is typical of each measure. */
const TYPICAL: Readonly<Record<HostMeasure, number>> = {
  cpuBusyShare: 0.42,
  cpuUserShare: 0.31,
  cpuSystemShare: 0.09,
  cpuWaitShare: 0.01,
  cpuStealShare: 0.004,
  runQueue: 3,
  load1: 2.1,
  load5: 1.9,
  load15: 1.8,
  memoryTotalBytes: 16 * GIB,
  memoryUsedBytes: 9 * GIB,
  memoryCachedBytes: 4 * GIB,
  memoryFreeBytes: 3 * GIB,
  diskReadBytesPerSecond: 1_200_000,
  diskWriteBytesPerSecond: 3_400_000,
  diskBusyShare: 0.18,
  networkInBytesPerSecond: 21_000_000,
  networkOutBytesPerSecond: 34_000_000,
}

/** The last minute of the machine under an instance, a sample a second. */
export function hostAt(now: number, { region, instance }: HostPath): HostMetrics {
  const newest = Math.floor(now / 1_000) * 1_000
  const at = Array.from({ length: SAMPLES }, (_, index) => newest - (SAMPLES - 1 - index) * 1_000)
  return {
    region,
    instance,
    state: 'watched',
    problem: null,
    nextAttemptAt: null,
    source: 'hosts',
    hostName: instance,
    periodMs: 1_000,
    observedAt: newest,
    receivedAt: newest,
    skewMs: 0,
    at,
    series: HostMeasure.options.flatMap((measure) =>
      partsOf(measure).map((of, part) => ({
        measure,
        unit: HOST_MEASURES[measure],
        of,
        values: at.map((when) => TYPICAL[measure] * (isSteady(measure) ? 1 : 1 + 0.15 * Math.sin(when / 7_000 + part))),
      })),
    ),
    untold: [],
    notes: [],
  }
}

function partsOf(measure: HostMeasure): (string | null)[] {
  if (measure === 'cpuBusyShare') return Array.from({ length: CORES }, (_, core) => `cpu${core}`)
  if (measure.startsWith('disk')) return ['nvme0n1']
  if (measure.startsWith('network')) return ['eth0']
  return [null]
}

function isSteady(measure: HostMeasure): boolean {
  return measure.startsWith('memory')
}
