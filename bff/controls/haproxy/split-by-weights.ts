import type { SegmentReading } from '#contract/evacuation/plane.ts'
import type { ControlRefusal, ReadAnswer, WriteAnswer, WriteIntent } from '#bff/evacuation/control.ts'
import { divideEvenly } from '../divide-evenly.ts'
import type { Edge } from './edge.ts'
import { MOST_SERVER_WEIGHT, serversOf, type HaproxySettings, type WeightSplit } from './settings.ts'
import { isTakenOut, parseServersState, parseStat, type StateRow, type StatRow } from './wire.ts'

const ALL_SERVERS = 'show stat -1 4 -1'

/** Setting and effect of every server: in maintenance and drain the weight goes on saying what it said. */
export async function readWeights(settings: HaproxySettings, split: WeightSplit, edge: Edge): Promise<ReadAnswer> {
  const [states, stats] = await Promise.all([
    edge.ask('show servers state', parseServersState),
    edge.ask(ALL_SERVERS, parseStat),
  ])
  if (!Array.isArray(states)) return states
  if (!Array.isArray(stats)) return stats
  const segments = Object.entries(split.backends).map(([segment, backend]) =>
    segmentOf({ settings, segment, backend, states, stats }),
  )
  return { kind: 'read', reading: { instance: edge.instance, at: edge.now(), segments } }
}

function segmentOf(input: {
  settings: HaproxySettings
  segment: string
  backend: string
  states: readonly StateRow[]
  stats: readonly StatRow[]
}): SegmentReading {
  const { settings, segment, backend, states, stats } = input
  const weights: Record<string, number> = {}
  const effective: Record<string, number> = {}
  for (const target of settings.targets) {
    const servers = serversOf(target).map((server) => ({
      state: states.find((row) => row.be_name === backend && row.srv_name === server),
      stat: stats.find((row) => row.pxname === backend && row.svname === server),
    }))
    let set = 0
    let acting = 0
    let isWhole = true
    for (const { state, stat } of servers) {
      if (state === undefined || stat === undefined) {
        isWhole = false
        continue
      }
      set += state.srv_uweight
      acting += isTakenOut(state, stat) ? 0 : stat.weight
    }
    // A target of which a server is missing is unknown, not smaller.
    if (!isWhole) continue
    weights[target.id] = set
    effective[target.id] = acting
  }
  return { segment, weights, effective }
}

/**
 * The orders go out one after another, each on a connection of its own. Who is raised comes before who is emptied, so
 * that whatever is lost on the way, somebody is still served.
 */
export async function writeWeights(
  settings: HaproxySettings,
  split: WeightSplit,
  edge: Edge,
  intent: WriteIntent,
): Promise<WriteAnswer> {
  const planned = weightCommands(settings, split, intent)
  if (planned.kind === 'refused') return planned
  let done = 0
  for (const command of planned.commands) {
    const failure = await edge.order(command)
    if (failure === null) {
      done += 1
      continue
    }
    if (done === 0) return failure
    return { kind: 'unknown', why: `${done} of ${planned.commands.length} orders were done, then: ${failure.why}` }
  }
  return { kind: 'accepted' }
}

/** Always absolute and never in percent: HAProxy cuts 300 % of 100 down to 256 without a word. */
export function weightCommands(
  settings: HaproxySettings,
  split: WeightSplit,
  intent: Pick<WriteIntent, 'splits'>,
): { kind: 'commands'; commands: string[] } | ControlRefusal {
  const raised: string[] = []
  const emptied: string[] = []
  for (const { segment, weights } of intent.splits) {
    const backend = split.backends[segment]
    if (backend === undefined) return refuse(`${settings.id} has no segment ${segment}`)
    for (const [id, weight] of Object.entries(weights)) {
      const target = settings.targets.find((each) => each.id === id)
      if (target === undefined) return refuse(`${settings.id} has no target ${id}`)
      const servers = serversOf(target)
      const most = MOST_SERVER_WEIGHT * servers.length
      if (!Number.isInteger(weight) || weight < 0 || weight > most) {
        return refuse(`a weight of ${id} is a whole number from 0 to ${most}, not ${weight}`)
      }
      const list = weight === 0 ? emptied : raised
      divideEvenly(weight, servers.length).forEach((part, index) => {
        const server = `${backend}/${servers[index]}`
        list.push(`set server ${server} weight ${part}`)
        if (settings.zero === 'maint') list.push(`set server ${server} state ${part === 0 ? 'maint' : 'ready'}`)
      })
    }
  }
  return { kind: 'commands', commands: [...raised, ...emptied] }
}

function refuse(why: string): ControlRefusal {
  return { kind: 'refused', cause: 'invalid', why }
}
