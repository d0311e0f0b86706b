import type { World } from '#mocks/world/world.ts'
import { hostNameOf, type WorldHost } from '../world-hosts.ts'

/**
 * One machine of the world, as its pmcd would count: the service's saturation keeps its cores busy, a little more on
 * the first ones; memory, disks and network follow. It counts only while it is asked: what happened since the last
 * question is added up in steps of a second, so that asking often or rarely comes to the same.
 */
export interface HostMachine {
  /** Counts up to this instant, UTC ms. */
  advanceTo(now: number): void
  /** By metric, by instance; null is the instance of what has none. In PCP's own units. */
  values(): ReadonlyMap<string, ReadonlyMap<number | null, number>>
}

const CORES = 8
const STEP_MS = 1_000
/** A question after a long silence counts no further back. */
const LONGEST_SPAN_MS = 60_000
const MEMORY_KIB = 32 * 1_024 ** 2
const UP_MS = 9 * 86_400_000

export const INSTANCE_NAMES = {
  'per cpu': Array.from({ length: CORES }, (_, core) => `cpu${core}`),
  'per disk': ['nvme0n1', 'nvme1n1'],
  'per interface': ['lo', 'eth0'],
} as const

interface Counts {
  cores: { idle: number; busy: number; wait: number }[]
  /** KiB, and ms with a request under way. */
  disks: { read: number; write: number; active: number }[]
  /** Bytes. */
  nets: { in: number; out: number }[]
  loads: Record<1 | 5 | 15, number>
  runnable: number
  /** 0–1: how busy the machine as a whole is. */
  use: number
}

export function createHostMachine(input: { world: World; host: WorldHost; now: number }): HostMachine {
  const { world, host } = input
  const seed = hashOf(hostNameOf(world, host))
  const counts = firstCounts(busyShareOf(world, host))
  let at = input.now
  return {
    advanceTo(now) {
      at = Math.max(at, now - LONGEST_SPAN_MS)
      while (at < now) {
        const ms = Math.min(STEP_MS, now - at)
        const second = Math.floor(at / STEP_MS)
        countOn(counts, { ms, use: busyShareOf(world, host), noise: (purpose) => noise(seed, second, purpose) })
        at += ms
      }
    },
    values: () => pcpValues(counts),
  }
}

function busyShareOf(world: World, host: WorldHost): number {
  const saturation = world.gauges.saturation[host.node] ?? NaN
  return Number.isNaN(saturation) ? 0.05 : clamp(0.04 + 0.82 * saturation)
}

function firstCounts(use: number): Counts {
  const load = CORES * use
  return {
    cores: Array.from({ length: CORES }, () => ({ idle: UP_MS * 0.6, busy: UP_MS * 0.38, wait: UP_MS * 0.02 })),
    disks: [0, 1].map((disk) => ({ read: 4e6 * (disk + 1), write: 9e6 * (disk + 1), active: 4e6 })),
    nets: [0, 1].map(() => ({ in: 8e11, out: 9e11 })),
    loads: { 1: load, 5: load, 15: load },
    runnable: Math.max(1, Math.round(load)),
    use,
  }
}

function countOn(counts: Counts, span: { ms: number; use: number; noise: (purpose: number) => number }): void {
  const { ms, noise: by } = span
  const seconds = ms / 1_000
  const use = clamp(span.use * (0.92 + 0.16 * by(99)))
  counts.use = use
  counts.cores.forEach((core, index) => {
    const skew = (0.5 - index / (CORES - 1)) * 0.14 + (by(index) - 0.5) * 0.16
    const busy = clamp(use + skew)
    const wait = Math.min(1 - busy, 0.02 * by(index + 40))
    core.busy += busy * ms
    core.wait += wait * ms
    core.idle += (1 - busy - wait) * ms
  })
  counts.runnable = Math.max(1, Math.round(CORES * use * (0.7 + 0.6 * by(60)) + Math.max(0, use - 0.85) * 90))
  for (const minutes of [1, 5, 15] as const) {
    counts.loads[minutes] += (counts.runnable - counts.loads[minutes]) * (1 - Math.exp(-seconds / (minutes * 60)))
  }
  counts.disks.forEach((disk, index) => {
    const lively = use * (index === 0 ? 1 : 0.4) * (0.4 + by(70 + index))
    disk.read += lively * 6_000 * seconds
    disk.write += lively * 18_000 * seconds
    disk.active += Math.min(1, lively * 0.5) * ms
  })
  counts.nets.forEach((net, index) => {
    const rate = index === 0 ? 4e4 : use * 9e7 * (0.8 + 0.4 * by(80))
    net.in += rate * seconds
    net.out += rate * (index === 0 ? 1 : 1.6) * seconds
  })
}

type Instances = ReadonlyMap<number | null, number>

function pcpValues({ cores, disks, nets, loads, runnable, use }: Counts): Map<string, Instances> {
  const sum = (pick: (core: Counts['cores'][number]) => number) =>
    one(cores.reduce((total, core) => total + pick(core), 0))
  return new Map<string, Instances>([
    ['hinv.ncpu', one(CORES)],
    ['kernel.percpu.cpu.idle', each(cores.map(({ idle }) => idle))],
    ['kernel.percpu.cpu.wait.total', each(cores.map(({ wait }) => wait))],
    ['kernel.all.cpu.user', sum(({ busy }) => busy * 0.74)],
    ['kernel.all.cpu.nice', one(0)],
    ['kernel.all.cpu.sys', sum(({ busy }) => busy * 0.21)],
    ['kernel.all.cpu.intr', sum(({ busy }) => busy * 0.04)],
    ['kernel.all.cpu.steal', sum(({ busy }) => busy * 0.01)],
    ['kernel.all.cpu.wait.total', sum(({ wait }) => wait)],
    ['kernel.all.runnable', one(runnable)],
    ['kernel.all.load', new Map(([1, 5, 15] as const).map((minutes) => [minutes, Number(loads[minutes].toFixed(2))]))],
    ['mem.physmem', one(MEMORY_KIB)],
    ['mem.util.free', one(MEMORY_KIB * (0.28 - 0.2 * use))],
    ['mem.util.cached', one(MEMORY_KIB * 0.3)],
    ['mem.util.bufmem', one(MEMORY_KIB * 0.01)],
    ['disk.dev.read_bytes', each(disks.map(({ read }) => read))],
    ['disk.dev.write_bytes', each(disks.map(({ write }) => write))],
    ['disk.dev.avactive', each(disks.map(({ active }) => active))],
    ['network.interface.in.bytes', each(nets.map((net) => net.in))],
    ['network.interface.out.bytes', each(nets.map((net) => net.out))],
  ])
}

function one(value: number): Instances {
  return new Map([[null, Math.round(value)]])
}

function each(values: readonly number[]): Instances {
  return new Map(values.map((value, instance) => [instance, Math.round(value)]))
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share))
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

/** 0–1, the same for the same machine, second and purpose. */
function noise(seed: number, second: number, purpose: number): number {
  let mixed = (seed ^ Math.imul(second, 0x9e3779b1) ^ Math.imul(purpose + 1, 0x85ebca6b)) | 0
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000
}
