import type { HostMeasure, HostMetrics, HostSeries } from '#contract/services/host.ts'
import { HOST_MEASURES } from '#contract/services/host.ts'

export const HOST_NOW = 1_795_000_000_000

const USUAL: Readonly<Record<HostMeasure, number>> = {
  cpuBusyShare: 0.4,
  cpuUserShare: 0.3,
  cpuSystemShare: 0.08,
  cpuWaitShare: 0.01,
  cpuStealShare: 0.02,
  runQueue: 5,
  load1: 3,
  load5: 2.5,
  load15: 2,
  memoryTotalBytes: 16 * 1_024 ** 3,
  memoryUsedBytes: 8 * 1_024 ** 3,
  memoryCachedBytes: 5 * 1_024 ** 3,
  memoryFreeBytes: 3 * 1_024 ** 3,
  diskReadBytesPerSecond: 1_024 ** 2,
  diskWriteBytesPerSecond: 2 * 1_024 ** 2,
  diskBusyShare: 0.25,
  networkInBytesPerSecond: 3 * 1_024 ** 2,
  networkOutBytesPerSecond: 4 * 1_024 ** 2,
}

/** Ten seconds of a host that is well. */
export function hostFixture(over: Partial<HostMetrics> = {}): HostMetrics {
  const at = Array.from({ length: 10 }, (_, index) => HOST_NOW - 9_000 + index * 1_000)
  const series = (measure: HostMeasure, of: string | null = null, factor = 1): HostSeries => ({
    measure,
    unit: HOST_MEASURES[measure],
    of,
    values: at.map((_, index) => (index === 0 ? null : USUAL[measure] * factor)),
  })
  return {
    region: 'us-east-1',
    instance: 'i-1',
    state: 'watched',
    problem: null,
    nextAttemptAt: null,
    source: 'hosts',
    hostName: 'ip-10-0-0-1',
    periodMs: 1_000,
    observedAt: HOST_NOW,
    receivedAt: HOST_NOW,
    skewMs: 0,
    at,
    series: [
      series('cpuBusyShare', 'cpu0'),
      series('cpuBusyShare', 'cpu1', 2),
      ...(['cpuUserShare', 'cpuSystemShare', 'cpuWaitShare', 'cpuStealShare'] as const).map((one) => series(one)),
      ...(['runQueue', 'load1', 'load5', 'load15'] as const).map((one) => series(one)),
      ...(['memoryTotalBytes', 'memoryUsedBytes', 'memoryCachedBytes', 'memoryFreeBytes'] as const).map((one) =>
        series(one),
      ),
      ...(['diskReadBytesPerSecond', 'diskWriteBytesPerSecond', 'diskBusyShare'] as const).map((one) =>
        series(one, 'nvme0n1'),
      ),
      ...(['networkInBytesPerSecond', 'networkOutBytesPerSecond'] as const).flatMap((one) => [
        series(one, 'eth0'),
        series(one, 'lo', 0),
      ]),
    ],
    untold: [],
    notes: [],
    ...over,
  }
}
