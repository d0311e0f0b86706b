import type { EdgeOptions } from '#bff/controls/haproxy/edge-process-fixture.ts'
import { createHaproxyControl } from '#bff/controls/haproxy/create-haproxy-control.ts'
import { startHaproxyRig, type HaproxyRig } from '#bff/controls/haproxy/haproxy-rig-fixture.ts'
import type { Control } from '#bff/evacuation/control.ts'
import { conduct, type Conduct } from './conduct-fixture.ts'
import { countTelemetry, RATE_OVER_MS, type CountedTelemetry } from './counted-telemetry-fixture.ts'
import { startProbeAgent } from './probe-agent-fixture.ts'
import { startSocketTap, type SocketTap, type TappedCommand } from './socket-tap-fixture.ts'

export const EAST = 'us-east-1'
export const WEST = 'us-west-2'
export const IRELAND = 'eu-west-1'
export const REGIONS = [EAST, WEST, IRELAND]

/** Three regions behind real HAProxies, watched by their own counters and a real probe agent, steered by Spillway. */
export interface HaproxyScene extends Conduct {
  rig: HaproxyRig
  control: Control
  telemetry: CountedTelemetry
  /** Everything Spillway has ordered at the sockets, in order. */
  orders(): readonly TappedCommand[]
  tap(edge: string): SocketTap
  /** Done before the command is passed on to the edge. */
  beforeOrder(act: (order: TappedCommand) => Promise<void> | void): void
  /** What every edge says, edge by edge. */
  weights(): Promise<readonly (Readonly<Record<string, number>> | null)[]>
  stop(): Promise<void>
}

export async function startHaproxyScene(
  input: {
    edges?: number
    settings?: object
    plane?: object
    planning?: object
    /** Further planes of the same evacuation. */
    alongside?: readonly Control[]
    timeToLiveMs?: Readonly<Record<string, number>>
  } & EdgeOptions = {},
): Promise<HaproxyScene> {
  const { edges = 3, settings = {}, plane, planning = {}, alongside = [], timeToLiveMs = {}, ...options } = input
  const rig = await startHaproxyRig({ regions: REGIONS, edges, ...options })
  if (rig === undefined) throw new Error('HAProxy was here a moment ago')
  const { taps, orders, ...hearing } = await tapSockets(rig)
  const control = createHaproxyControl({
    settings: rig.settings({
      instances: rig.edges.map(({ id }) => ({ id, socket: taps.get(id)?.address })),
      // The regions' counters tell of a second: a step is looked at once they tell of nothing earlier.
      effectDelayMs: { usual: RATE_OVER_MS + 500, worst: 4_000 },
      ...plane,
    }),
    clock: { now: Date.now },
  })
  const telemetry = countTelemetry(() => rig.arrived())
  const agent = await startProbeAgent(rig.addresses)
  const conducted = conduct({
    controls: [control, ...alongside],
    telemetry,
    probes: agent,
    // As a forecast has to be: more than these few users ask for.
    demand: Object.fromEntries(REGIONS.map((region) => [region, 3_000])),
    timeToLiveMs,
    settings,
    planning,
  })
  return {
    ...conducted,
    rig,
    control,
    telemetry,
    orders: () => orders,
    tap(edge) {
      const found = taps.get(edge)
      if (found === undefined) throw new Error(`there is no edge ${edge}`)
      return found
    },
    beforeOrder: hearing.beforeOrder,
    async weights() {
      const answers = await Promise.all(rig.edges.map(({ id }) => control.read(id, 5_000)))
      return answers.map((answer) => (answer.kind === 'read' ? (answer.reading.segments[0]?.weights ?? null) : null))
    },
    async stop() {
      await conducted.close()
      telemetry.stop()
      await agent.stop()
      await control.close()
      await Promise.all([...taps.values()].map((tap) => tap.close()))
      await rig.stop()
    },
  }
}

async function tapSockets(rig: HaproxyRig) {
  const orders: TappedCommand[] = []
  let beforeOrder: (order: TappedCommand) => Promise<void> | void = () => {}
  const taps = new Map<string, SocketTap>()
  for (const { id, unixSocket } of rig.edges) {
    const tap = await startSocketTap({
      to: unixSocket,
      async onCommand(command) {
        if (!command.startsWith('set ')) return
        const order = { instance: id, command }
        orders.push(order)
        await beforeOrder(order)
      },
    })
    taps.set(id, tap)
  }
  return { taps, orders, beforeOrder: (act: typeof beforeOrder) => void (beforeOrder = act) }
}
