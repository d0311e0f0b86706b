import { z } from 'zod'
import { EpochMs, RegionId, SourceId } from '../ids.ts'

/**
 * `GET /api/v1/hosts/:region/:instance`: the machine under one instance, second by second. Nobody records it: while
 * somebody asks it is asked, and the last five minutes are kept for as long as somebody goes on asking.
 */
export const HOST_SPAN_MS = 5 * 60_000
/** So long after the last question it is no longer asked. */
export const HOST_LASTS_MS = 15_000

export const HostPath = z.strictObject({
  region: RegionId,
  /** As the registry knows it. */
  instance: z.string().min(1).max(200),
})
export type HostPath = z.infer<typeof HostPath>

export const HostQuery = z.strictObject({
  /** The newest `at` that the asker has: only samples after it are told. */
  since: z.coerce.number().int().min(0).optional(),
})
export type HostQuery = z.infer<typeof HostQuery>

/** What is measured, with its unit. Shares are 0–1. */
export const HOST_MEASURES = {
  /** Of one core: neither idle nor waiting for a disk. */
  cpuBusyShare: 'share',
  /** Of all cores together, and so the next three: programs, the kernel, waiting for disks, taken by other machines. */
  cpuUserShare: 'share',
  cpuSystemShare: 'share',
  cpuWaitShare: 'share',
  cpuStealShare: 'share',
  /** Tasks that run or wait for a core. */
  runQueue: 'tasks',
  load1: 'tasks',
  load5: 'tasks',
  load15: 'tasks',
  memoryTotalBytes: 'bytes',
  /** Neither free nor cached. */
  memoryUsedBytes: 'bytes',
  /** Page cache and buffers. */
  memoryCachedBytes: 'bytes',
  memoryFreeBytes: 'bytes',
  diskReadBytesPerSecond: 'bytes/s',
  diskWriteBytesPerSecond: 'bytes/s',
  /** Of the time, with at least one request under way. */
  diskBusyShare: 'share',
  networkInBytesPerSecond: 'bytes/s',
  networkOutBytesPerSecond: 'bytes/s',
} as const
export type HostMeasure = keyof typeof HOST_MEASURES
export type HostUnit = (typeof HOST_MEASURES)[HostMeasure]

export const HostMeasure = z.enum(
  Object.keys(HOST_MEASURES).filter((name): name is HostMeasure => Object.hasOwn(HOST_MEASURES, name)),
)

export const HostSeries = z.strictObject({
  measure: HostMeasure,
  unit: z.enum(['share', 'tasks', 'bytes', 'bytes/s']),
  /** The core, disk or interface, as the host names it: `cpu0`, `nvme0n1`, `eth0`; null of the host as a whole. */
  of: z.string().nullable(),
  /** One for each instant of `at`; null where unknown: a counter's first sample, its restart, a part that was away. */
  values: z.array(z.number().nullable()),
})
export type HostSeries = z.infer<typeof HostSeries>

export const HostState = z.enum([
  /** Asked, and nothing came back yet. */
  'connecting',
  'watched',
  /** The last attempt failed; what was known stays and ages. */
  'unreachable',
  /** Its address is not one this installation lists. */
  'forbidden',
  /** As many hosts are watched as may be at once. */
  'full',
  /** No source tells of hosts there. */
  'untold',
])
export type HostState = z.infer<typeof HostState>

export const HostMetrics = z.strictObject({
  region: RegionId,
  instance: z.string(),
  state: HostState,
  /** What is wrong and what to do, in words; null while all is well. */
  problem: z.string().nullable(),
  /** When it is asked again after a failure, UTC ms; null while it answers. */
  nextAttemptAt: EpochMs.nullable(),
  /** Whose word it is; null where no source has any. */
  source: SourceId.nullable(),
  /** As the host calls itself; null before it answered. */
  hostName: z.string().nullable(),
  periodMs: z.number().positive(),
  /** UTC ms of the newest sample on the host's own clock; null when never seen. */
  observedAt: EpochMs.nullable(),
  /** When that sample arrived, on this server's clock: two clocks need not agree. */
  receivedAt: EpochMs.nullable(),
  /** The host's clock less this server's, ms, as far as the way between them lets it be told. */
  skewMs: z.number().nullable(),
  /** The instant of each sample on the host's clock, UTC ms, ascending. */
  at: z.array(EpochMs),
  series: z.array(HostSeries),
  /** Measures that this host does not tell. */
  untold: z.array(HostMeasure),
  /** What is not shown, in words: more disks than anybody could read. */
  notes: z.array(z.string()),
})
export type HostMetrics = z.infer<typeof HostMetrics>
