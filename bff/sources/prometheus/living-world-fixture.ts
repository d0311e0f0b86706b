import type { WorldScenario } from '#mocks/world/perturbation.ts'
import { createWorld, type SimulatedWorld } from '#mocks/world/create-world.ts'
import { createUpstreamServer, type UpstreamServer } from '#mocks/upstreams/upstream-server.ts'
import { OUTCOMES } from '#mocks/world/world.ts'

const SECOND_MS = 1_000

export interface LivingWorld {
  world: SimulatedWorld
  server: UpstreamServer
  port: number
  /** What the world itself says of an edge between two instants: counts by outcome. */
  countsBetween(edge: number, from: number, to: number): Record<'good' | 'degraded' | 'error' | 'timeout', number>
  stop(): Promise<void>
}

/** A world that has lived for `pastSeconds` and goes on second by second, served on loopback. */
export async function startLivingWorld(input: {
  pastSeconds: number
  scenario?: (liveAt: number) => WorldScenario
}): Promise<LivingWorld> {
  const liveAt = Math.floor(Date.now() / SECOND_MS) * SECOND_MS
  const startAt = Math.floor((liveAt - input.pastSeconds * SECOND_MS) / 10_000) * 10_000
  const world = createWorld({
    seed: 7,
    startAt,
    ...(input.scenario === undefined ? {} : { scenario: input.scenario(liveAt) }),
  })
  const server = createUpstreamServer({ world, now: Date.now })
  const kept = new Map<number, Float64Array>()
  // Restarts are taken out: what happened is what was added.
  const happened = new Float64Array(world.counters.requests.length)
  let before = new Float64Array(happened.length)
  const step = () => {
    world.advanceTo(world.now + SECOND_MS)
    server.recorder.sample(world.now)
    for (let i = 0; i < happened.length; i += 1) {
      const total = world.counters.requests[i] ?? 0
      const held = before[i] ?? 0
      happened[i] = (happened[i] ?? 0) + (total >= held ? total - held : total)
    }
    before = world.counters.requests.slice()
    kept.set(world.now, happened.slice())
    kept.delete(world.now - 120 * SECOND_MS)
  }
  const catchUp = () => {
    while (world.now + SECOND_MS <= Date.now()) step()
  }
  catchUp()
  const port = await server.listen(0)
  // Right at the turn of each second: the later a step, the more scrapes fall next to one.
  let beat: NodeJS.Timeout
  const plan = () => {
    beat = setTimeout(
      () => {
        catchUp()
        plan()
      },
      SECOND_MS - (Date.now() % SECOND_MS),
    )
  }
  plan()
  return {
    world,
    server,
    port,
    countsBetween(edge, from, to) {
      const count = (outcome: (typeof OUTCOMES)[number]) => {
        const index = edge * OUTCOMES.length + OUTCOMES.indexOf(outcome)
        return (kept.get(to)?.[index] ?? NaN) - (kept.get(from)?.[index] ?? NaN)
      }
      return { good: count('good'), degraded: count('degraded'), error: count('error'), timeout: count('timeout') }
    },
    async stop() {
      clearTimeout(beat)
      await server.close()
    },
  }
}
