import type { ChildProcess } from 'node:child_process'
import { z } from 'zod'
import type { Processes } from './processes-fixture.ts'

/** The simulated world, twenty times as fast, with holds and delays of the evacuation as short as the world is fast. */
export interface HurriedWorld {
  /** As an ordinary configuration file; Ada leads, Ben approves. */
  configuration: object
  /** Vantage points begin to look at its door, and to tell this server. */
  probe(server: string): void
  fault(fault: object): Promise<void>
  clearFaults(): Promise<void>
  /** Orders the planes were given since the world began. */
  orders(): Promise<number>
  weights(plane: string, instance: string): Promise<Readonly<Record<string, number>>>
}

const SPEED = 20
const WorldReady = z.object({
  ready: z.literal(true),
  port: z.number(),
  configuration: z.looseObject({
    sources: z.array(z.looseObject({ kind: z.string() })),
    controls: z.array(z.looseObject({ layer: z.string() })),
    planning: z.looseObject({}),
  }),
  door: z.string(),
  regions: z.array(z.string()),
  vantages: z.array(z.object({ id: z.string(), secret: z.string() })),
})
type WorldReady = z.infer<typeof WorldReady>
const Told = z.object({ orders: z.number(), weights: z.record(z.string(), z.number()).nullable() })

export async function openHurriedWorld(processes: Processes): Promise<HurriedWorld> {
  const options = ['--scenario', 'calm', '--fill-hours', '1.2', '--speed', `${SPEED}`]
  const world = await worldOf(processes.begin(['mocks/upstreams/world-server.ts', ...options], {}, 'ipc'))
  const base = `http://127.0.0.1:${world.port}`
  const told = async (asked = '') => Told.parse(await (await fetch(`${base}/control/orders${asked}`)).json())
  const control = async (method: 'POST' | 'DELETE', body?: object) => {
    const answer = await fetch(`${base}/control/faults`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(text)
  }
  return {
    configuration: configurationOf(world),
    probe(server) {
      for (const { id, secret } of world.vantages) {
        processes.begin(probeArguments(id, world, server), { SPILLWAY_PROBE_SECRET: secret }, 'ipc')
      }
    },
    fault: (fault) => control('POST', fault),
    clearFaults: () => control('DELETE'),
    orders: async () => (await told()).orders,
    weights: async (plane, instance) => (await told(`?plane=${plane}&instance=${instance}`)).weights ?? {},
  }
}

/** The world's own configuration, hurried. */
function configurationOf({ configuration }: WorldReady): object {
  const pace = { stages: [0.5, 1], mostRise: 1, holdMs: 300 }
  return {
    ...configuration,
    // Evacuations look at traffic alone; at this speed the rest would be told over and over.
    sources: configuration.sources.filter(({ kind }) => kind === 'prometheus'),
    access: {
      mode: 'local',
      people: [
        { name: 'Ada', roles: ['viewer', 'crisis-leader', 'approver'] },
        { name: 'Ben', roles: ['viewer', 'approver', 'crisis-leader'] },
      ],
    },
    controls: configuration.controls.map((control) => ({
      ...control,
      effectDelayMs: control.layer === 'proxy' ? { usual: 500, worst: 8_000 } : { usual: 1_000, worst: 20_000 },
    })),
    evacuation: {
      leastProbes: 60,
      tickMs: 100,
      readEveryMs: 300,
      driftEveryMs: 1_000,
      minimumWaitMs: 100,
      settleMarginMs: 6_000,
      callLimitMs: 1_500,
      changePerMinute: { emergency: 1, drill: 1 },
      // What the shortest pace does to so many is not what is tried here.
      guards: { saturation: 1, businessDrop: 0.9, errorRise: 100, latencyRise: 100, unhealthyErrors: 0.9 },
    },
    planning: {
      ...configuration.planning,
      timeToLiveMs: { 'public-dns': 1_000 },
      observeMs: 500,
      verifyMs: 5_000,
      paces: { emergency: pace, drill: pace, failback: pace },
    },
  }
}

function probeArguments(vantage: string, { door, regions }: WorldReady, to: string): string[] {
  const own = regions.flatMap((region) => ['--region', `${region}=${door}/${region}`])
  const options = { to, vantage, name: door, rate: '8', 'window-seconds': '1' }
  return ['bff/probes/agent.ts', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]), ...own]
}

function worldOf(child: ChildProcess): Promise<WorldReady> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the world ended while starting')))
    child.on('message', (message) => {
      const ready = WorldReady.safeParse(message)
      if (ready.success) resolve(ready.data)
    })
  })
}
