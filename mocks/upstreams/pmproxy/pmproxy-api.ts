import { UNKNOWN_CONTEXT, writeTimestamp } from '#bff/sources/pcp/wire.ts'
import type { World } from '#mocks/world/world.ts'
import type { Content } from '../answer.ts'
import { hostNameOf, worldHostOf } from '../world-hosts.ts'
import { createHostMachine, INSTANCE_NAMES, type HostMachine } from './host-machine.ts'

/**
 * pmproxy's REST interface over the machines of the world, in its own words and with its own oddities: nanoseconds
 * without leading zeros, unknown metrics left out of a fetch, JSON for what goes wrong within `/pmapi`, a page of HTML
 * for any other path. It knows only what is asked of it.
 */
export interface PmproxyApi {
  answer(request: { path: string; params: URLSearchParams; now: number }): Content
}

export const PMAPI = '/pmapi/'

interface Context {
  machine: HostMachine
  hostName: string
  /** UTC ms; without a question until then it is forgotten. */
  until: number
  pollMs: number
}

type Facts = readonly [sem: 'counter' | 'instant', units: string, type: string, indom?: keyof typeof INSTANCE_NAMES]

const METRICS: Readonly<Record<string, Facts>> = {
  'hinv.ncpu': ['instant', 'none', 'u32'],
  'kernel.percpu.cpu.idle': ['counter', 'millisec', 'u64', 'per cpu'],
  'kernel.percpu.cpu.wait.total': ['counter', 'millisec', 'u64', 'per cpu'],
  'kernel.all.cpu.user': ['counter', 'millisec', 'u64'],
  'kernel.all.cpu.nice': ['counter', 'millisec', 'u64'],
  'kernel.all.cpu.sys': ['counter', 'millisec', 'u64'],
  'kernel.all.cpu.intr': ['counter', 'millisec', 'u64'],
  'kernel.all.cpu.steal': ['counter', 'millisec', 'u64'],
  'kernel.all.cpu.wait.total': ['counter', 'millisec', 'u64'],
  'kernel.all.runnable': ['instant', 'none', 'u32'],
  'kernel.all.load': ['instant', 'none', 'float'],
  'mem.physmem': ['instant', 'Kbyte', 'u64'],
  'mem.util.free': ['instant', 'Kbyte', 'u64'],
  'mem.util.cached': ['instant', 'Kbyte', 'u64'],
  'mem.util.bufmem': ['instant', 'Kbyte', 'u64'],
  'disk.dev.read_bytes': ['counter', 'Kbyte', 'u64', 'per disk'],
  'disk.dev.write_bytes': ['counter', 'Kbyte', 'u64', 'per disk'],
  'disk.dev.avactive': ['counter', 'millisec', 'u32', 'per disk'],
  'network.interface.in.bytes': ['counter', 'byte', 'u64', 'per interface'],
  'network.interface.out.bytes': ['counter', 'byte', 'u64', 'per interface'],
}
const USUAL_POLL_SECONDS = 5
const FIRST_CONTEXT = 1_365_256_781

/** One that speaks of the hosts of this world. */
export function createPmproxyApi(world: World): PmproxyApi {
  const contexts = new Map<number, Context>()
  // A machine goes on counting whoever asks.
  const machines = new Map<string, HostMachine>()
  let next = FIRST_CONTEXT

  function open(params: URLSearchParams, now: number): { id: number; context: Context } | Content {
    const host = (params.get('hostspec') ?? 'localhost').replace(/:\d+$/, '')
    const found = worldHostOf(world, host)
    const running = found === null ? 0 : (world.gauges.instancesReady[found.node] ?? 0)
    if (found === null) return failed({ message: 'cannot connect to PMCD: No route to host' })
    // What the autoscaler has taken away, or not brought up yet, listens to nobody.
    if (found.slot >= running) return failed({ message: 'cannot connect to PMCD: Connection refused' })
    const pollMs = Number(params.get('polltimeout') ?? USUAL_POLL_SECONDS) * 1_000
    const hostName = hostNameOf(world, found)
    const machine = machines.get(hostName) ?? createHostMachine({ world, host: found, now })
    machines.set(hostName, machine)
    const context: Context = { machine, hostName, until: now + pollMs, pollMs }
    const id = (next += 7)
    contexts.set(id, context)
    return { id, context }
  }

  return {
    answer({ path, params, now }) {
      for (const [id, { until }] of contexts) if (until < now) contexts.delete(id)
      const [, numbered, verb] = /^\/pmapi\/(?:(\d+)\/)?(context|metric|indom|fetch)$/.exec(path) ?? []
      if (verb === undefined) return webPage()
      const known = numbered === undefined ? open(params, now) : contextOf(contexts, Number(numbered))
      if ('status' in known) return known
      const { id, context } = known
      context.until = now + context.pollMs
      switch (verb) {
        case 'context':
          return told({ context: id, source: 'simulated', hostspec: context.hostName, labels: {} })
        case 'metric':
          return metrics(id, params)
        case 'indom':
          return indom(id, params)
        default:
          return fetched(id, context, params, now)
      }
    },
  }
}

function contextOf(contexts: ReadonlyMap<number, Context>, id: number): { id: number; context: Context } | Content {
  const context = contexts.get(id)
  return context === undefined ? failed({ context: id, message: `${UNKNOWN_CONTEXT}: ${id}` }) : { id, context }
}

function namesIn(params: URLSearchParams): string[] {
  return (params.get('names') ?? params.get('name') ?? '').split(',')
}

function metrics(context: number, params: URLSearchParams): Content {
  const rows = namesIn(params).map((name) => {
    const [sem, units, type, indomName] = METRICS[name] ?? []
    if (sem === undefined) return { name, message: 'Unknown metric name', success: false }
    return { name, pmid: '60.0.0', ...(indomName === undefined ? {} : { indom: '60.0' }), type, sem, units, labels: {} }
  })
  return told({ context, metrics: rows })
}

function indom(context: number, params: URLSearchParams): Content {
  const [name = ''] = namesIn(params)
  const indomName = METRICS[name]?.[3]
  if (indomName === undefined) return failed({ context, message: `${name} - failed to lookup metric` })
  const instances = INSTANCE_NAMES[indomName].map((one, instance) => ({ instance, name: one, labels: {} }))
  return told({ context, indom: '60.0', labels: {}, instances: instances.toReversed() })
}

function fetched(context: number, { machine }: Context, params: URLSearchParams, now: number): Content {
  machine.advanceTo(now)
  const values = machine.values()
  const rows = namesIn(params).flatMap((name) => {
    const instances = values.get(name)
    if (instances === undefined) return []
    return [{ pmid: '60.0.0', name, instances: [...instances].map(([instance, value]) => ({ instance, value })) }]
  })
  // A clock of nanoseconds never stands at a whole millisecond.
  const text = `{"context":${context},"timestamp":${writeTimestamp(now + 0.0046)},"values":${JSON.stringify(rows)}}\r\n`
  return { status: 200, type: 'application/json', text }
}

function told(body: object): Content {
  return { status: 200, type: 'application/json', text: `${JSON.stringify(body)}\r\n` }
}

function failed(body: object): Content {
  return { status: 400, type: 'application/json', text: `${JSON.stringify({ ...body, success: false })}\r\n` }
}

function webPage(): Content {
  const text =
    '<html>\n<head><title>400 Bad Request</title></head>\n<body><h1>400 Bad Request</h1><p>no handler for URL</p></body>\n</html>\n'
  return { status: 400, type: 'text/html', text }
}
