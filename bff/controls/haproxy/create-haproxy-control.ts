import type { PlaneDescriptor } from '#contract/evacuation/plane.ts'
import type { Clock } from '#bff/clock.ts'
import type { Control } from '#bff/evacuation/control.ts'
import { quoted } from '../shell.ts'
import { countArrivals } from './count-arrivals.ts'
import { createEdge, type Edge } from './edge.ts'
import { mapByHand, mapReadByHand, readMap, writeMap } from './split-by-map.ts'
import { readWeights, weightCommands, writeWeights } from './split-by-weights.ts'
import { MOST_SERVER_WEIGHT, serversOf, type HaproxySettings } from './settings.ts'

/** Proxies, each an island of its own: one that cannot be reached says nothing of the others. */
export function createHaproxyControl(input: { settings: HaproxySettings; clock: Clock }): Control {
  const { settings, clock } = input
  const { split } = settings
  const open = new AbortController()
  const edgeOf = (instance: string, limitMs: number): Edge | null => {
    const found = settings.instances.find(({ id }) => id === instance)
    return found === undefined
      ? null
      : createEdge({ instance, address: found.socket, until: clock.now() + limitMs, clock, signal: open.signal })
  }
  const stranger = (instance: string) =>
    ({ kind: 'refused', cause: 'invalid', why: `${settings.id} has no instance ${instance}` }) as const
  const addressOf = (instance: string) => settings.instances.find(({ id }) => id === instance)?.socket ?? ''
  return {
    descriptor: describe(settings),
    async read(instance, limitMs) {
      const edge = edgeOf(instance, limitMs)
      if (edge === null) return stranger(instance)
      return split.by === 'map' ? readMap(settings, split, edge) : readWeights(settings, split, edge)
    },
    async write(intent, limitMs) {
      const edge = edgeOf(intent.instance, limitMs)
      if (edge === null) return stranger(intent.instance)
      return split.by === 'map' ? writeMap(settings, split, edge, intent) : writeWeights(settings, split, edge, intent)
    },
    async arrivals(instance, limitMs) {
      const edge = edgeOf(instance, limitMs)
      return edge === null ? stranger(instance) : countArrivals(settings, edge)
    },
    byHand(intent) {
      const address = addressOf(intent.instance)
      if (split.by === 'map') return mapByHand(settings, split, intent, (command) => sendByHand(address, command))
      const commands = weightCommands(settings, split, intent)
      if (commands.kind === 'refused') return `echo ${quoted(commands.why)} >&2; false`
      // Nothing but an empty line is a success: a sentence is a refusal.
      return commands.commands
        .map((command) => `test -z "$(${sendByHand(address, command)} || echo no answer)"`)
        .join(' && ')
    },
    readByHand(instance) {
      const address = addressOf(instance)
      return split.by === 'map'
        ? mapReadByHand(split, (command) => sendByHand(address, command))
        : [...new Set(Object.values(split.backends))]
            .map((backend) => sendByHand(address, `show servers state ${backend}`))
            .join('; ')
    },
    async close() {
      open.abort()
    },
  }
}

function sendByHand(address: string, command: string): string {
  const to = address.startsWith('/') ? `UNIX-CONNECT:${address}` : `TCP:${address}`
  return `printf '%s\\n' ${quoted(command)} | socat -t 5 - ${quoted(to)}`
}

function describe(settings: HaproxySettings): PlaneDescriptor {
  const { id, instances, targets, split, services, effectDelayMs, stickiness } = settings
  const livesIn = instances.flatMap((each) => (each.livesIn === undefined ? [] : [[each.id, each.livesIn] as const]))
  const fewestServers = Math.min(...targets.map((target) => serversOf(target).length))
  const isMap = split.by === 'map'
  return {
    id,
    driver: 'haproxy',
    layer: 'proxy',
    instances: instances.map((each) => each.id),
    targets: targets.map((target) => ({
      id: target.id,
      region: target.region,
      ...(target.zone === undefined ? {} : { zone: target.zone }),
    })),
    segments: isMap ? split.segments : Object.keys(split.backends),
    ...(services === undefined ? {} : { services }),
    granularity: { least: 0, most: isMap ? MOST_SERVER_WEIGHT : MOST_SERVER_WEIGHT * fewestServers },
    atomicScope: isMap ? 'instance' : 'target',
    compareAndSet: false,
    readBack: isMap ? 'setting' : 'effective',
    effectDelayMs,
    stickiness,
    zeroAll: 'outage',
    dryRun: false,
    metadataSlot: isMap,
    ...(livesIn.length === 0 ? {} : { livesIn: Object.fromEntries(livesIn) }),
  }
}
