import type { Answer } from '../create-ask.ts'
import type { SourceFailure } from '../failure.ts'
import type { HostAnswer, HostValue, WatchedHost } from '../host-source.ts'
import { isContextGone, type PcpClient, type PcpFetched } from './client.ts'
import { measureHost, untoldOf, type InstanceKind } from './measure-host.ts'
import { METRICS, NAMED_INDOMS, scaleOf } from './metrics.ts'

/** One host behind a pmproxy: opened when first read, and anew whenever pmproxy has forgotten it. */

interface Opened {
  context: number
  hostName: string | null
  /** By name, what a value is multiplied by; only what the host knows and can be read. */
  scales: ReadonlyMap<string, number>
  names: Names
}

type Names = ReadonlyMap<InstanceKind, ReadonlyMap<number, string>>

const KINDS: readonly InstanceKind[] = ['core', 'disk', 'interface']
/** More devices of a kind than this nobody reads; a host with thousands of virtual interfaces must not fill a screen. */
const MOST_OF_KIND: Readonly<Record<InstanceKind, number>> = { core: 256, disk: 24, interface: 24 }
const KIND_WORDS: Readonly<Record<InstanceKind, string>> = { core: 'cores', disk: 'disks', interface: 'interfaces' }
/** Names of devices that came while it was watched are asked for no more often. */
const NAMES_EVERY_MS = 10_000

class HostFailure extends Error {
  readonly failure: SourceFailure

  constructor(failure: SourceFailure) {
    super(failure.message)
    this.failure = failure
  }
}

export function createWatchedHost({ client, hostspec }: { client: PcpClient; hostspec: string }): WatchedHost {
  let opened: Opened | null = null
  let before: PcpFetched | null = null
  let namesAskedAt = -Infinity

  async function open(signal: AbortSignal): Promise<Opened> {
    const { context, hostName } = valueOf(await client.open({ hostspec, signal }))
    const names = METRICS.map(({ name }) => name)
    const scales = scalesOf(valueOf(await client.metrics({ context, names, signal })))
    return { context, hostName, scales, names: await namesOf(client, { context, scales, signal }) }
  }

  async function fetchWith(host: Opened, signal: AbortSignal): Promise<PcpFetched> {
    const { context, scales } = host
    return scaled(valueOf(await client.fetch({ context, names: [...scales.keys()], signal })), scales)
  }

  async function read(signal: AbortSignal): Promise<HostAnswer> {
    opened ??= await open(signal)
    const now = await fetchWith(opened, signal)
    if (hasNewcomers(now, opened.names) && now.at - namesAskedAt >= NAMES_EVERY_MS) {
      namesAskedAt = now.at
      opened = { ...opened, names: await namesOf(client, { ...opened, signal }) }
    }
    const { names, hostName } = opened
    const told = new Set(opened.scales.keys())
    const nameOf = (kind: InstanceKind, instance: number) => names.get(kind)?.get(instance) ?? `#${instance}`
    const { values, notes } = limited(measureHost({ before, now, told, nameOf }))
    before = now
    return { kind: 'answered', sample: { at: now.at, hostName, values, untold: untoldOf(told), notes } }
  }

  return {
    async read({ signal }) {
      try {
        try {
          return await read(signal)
        } catch (error) {
          if (!(error instanceof HostFailure) || !isContextGone(error.failure)) throw error
          opened = null
          return await read(signal)
        }
      } catch (error) {
        if (!(error instanceof HostFailure)) throw error
        const { message, retryAfterMs } = error.failure
        return { kind: 'failed', message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
      }
    },
  }
}

function valueOf<Value>(answer: Answer<Value>): Value {
  if (answer.kind === 'failed') throw new HostFailure(answer.failure)
  return answer.value
}

/** What the host knows and tells in the kind and unit that is expected; anything else is as good as untold. */
function scalesOf(facts: readonly { name: string; sem: string; units: string }[]): Map<string, number> {
  const known = new Map(facts.map((fact) => [fact.name, fact]))
  return new Map(
    METRICS.flatMap(({ name, sem, dimension }) => {
      const fact = known.get(name)
      if (fact === undefined || (fact.sem === 'counter') !== (sem === 'counter')) return []
      const scale = scaleOf(dimension, fact.units)
      return scale === null ? [] : [[name, scale] as const]
    }),
  )
}

async function namesOf(
  client: PcpClient,
  { context, scales, signal }: { context: number; scales: ReadonlyMap<string, number>; signal: AbortSignal },
): Promise<Names> {
  const asked = NAMED_INDOMS.map(async (metric, index) => {
    const kind = KINDS[index] ?? 'core'
    if (!scales.has(metric)) return [kind, new Map<number, string>()] as const
    const answer = await client.instanceNames({ context, metric, signal })
    // A host without disks may refuse to name them: their numbers serve.
    if (answer.kind === 'failed' && answer.failure.kind === 'query-refused')
      return [kind, new Map<number, string>()] as const
    return [kind, valueOf(answer)] as const
  })
  return new Map(await Promise.all(asked))
}

function hasNewcomers(sample: PcpFetched, names: Names): boolean {
  return NAMED_INDOMS.some((metric, index) => {
    const known = names.get(KINDS[index] ?? 'core')
    return [...(sample.values.get(metric)?.keys() ?? [])].some((one) => one !== null && known?.has(one) !== true)
  })
}

function scaled({ at, values }: PcpFetched, scales: ReadonlyMap<string, number>): PcpFetched {
  const inUnits = [...values].map(([name, instances]) => {
    const scale = scales.get(name) ?? NaN
    return [name, new Map([...instances].map(([instance, value]) => [instance, value * scale]))] as const
  })
  return { at, values: new Map(inUnits) }
}

const NATURAL = new Intl.Collator('en', { numeric: true })

function kindOf({ measure }: HostValue): InstanceKind {
  return measure.startsWith('cpu') ? 'core' : measure.startsWith('disk') ? 'disk' : 'interface'
}

/** In the order people count in; of each kind only so many, and words for the rest. */
function limited(values: readonly HostValue[]): { values: HostValue[]; notes: string[] } {
  const notes: string[] = []
  const shown = new Map<InstanceKind, ReadonlySet<string>>()
  for (const kind of KINDS) {
    const named = values.flatMap((value) => (value.of !== null && kindOf(value) === kind ? [value.of] : []))
    const all = [...new Set(named)].toSorted(NATURAL.compare)
    shown.set(kind, new Set(all.slice(0, MOST_OF_KIND[kind])))
    if (all.length <= MOST_OF_KIND[kind]) continue
    notes.push(`It has ${all.length} ${KIND_WORDS[kind]}; the first ${MOST_OF_KIND[kind]} by name are shown.`)
  }
  const kept = values.filter((value) => value.of === null || shown.get(kindOf(value))?.has(value.of) === true)
  return { values: kept.toSorted((one, other) => NATURAL.compare(one.of ?? '', other.of ?? '')), notes }
}
