import { createSeededRandom } from '#mocks/world/seeded-random.ts'
import { OUTCOMES, type World } from '#mocks/world/world.ts'

/**
 * The front door as a single user meets it: `/edge` is the public name, `/edge/<region>` a region's own. Where a request
 * lands, who works on it and whether it is answered are drawn from what the world's traffic did in the last seconds.
 */
export interface EdgeDoor {
  /** Null where the path is no door. Call `sample` each second of the world. */
  knock(path: string): Knock | null
  sample(): void
}

export type Knock = { kind: 'answered'; region: string } | { kind: 'failed'; status: number } | { kind: 'silent' }

const WINDOW_SAMPLES = 5

export function createEdgeDoor(world: World, seed = 1): EdgeDoor {
  const random = createSeededRandom(seed)
  const { regions, nodes, edges } = world.catalog
  const entries = regions.map((_, region) => edgeBetween(-1, region))
  const handed = regions.map((_, from) => regions.map((_to, to) => (from === to ? -1 : edgeBetween(from, to))))
  const samples: Float64Array[] = []

  function edgeBetween(from: number, to: number): number {
    return edges.findIndex(({ source, target }) => {
      const [caller, callee] = [nodes[source], nodes[target]]
      if (callee?.service !== 'edge-proxy' || callee.region !== to) return false
      return from < 0 ? caller?.kind === 'internet' : caller?.service === 'edge-proxy' && caller.region === from
    })
  }

  /** Requests of an edge in the window, by outcome. */
  function passed(edge: number): number[] {
    const [oldest, newest] = [samples[0], samples.at(-1)]
    return OUTCOMES.map((_, outcome) => {
      const at = edge * OUTCOMES.length + outcome
      return edge < 0 ? 0 : Math.max(0, (newest?.[at] ?? 0) - (oldest?.[at] ?? 0))
    })
  }

  function pick(weights: readonly number[]): number {
    const total = sum(weights)
    let left = random.uniform() * total
    return weights.findIndex((weight) => (left -= weight) < 0)
  }

  return {
    sample() {
      samples.push(world.counters.requests.slice())
      if (samples.length > WINDOW_SAMPLES + 1) samples.shift()
    },
    knock(path) {
      const [, door, named] = path.split('/')
      if (door !== 'edge') return null
      const asked = named === undefined || named === '' ? null : regions.findIndex(({ id }) => id === named)
      if (asked === -1) return null
      const at = asked ?? pick(entries.map((edge) => sum(passed(edge))))
      const entry = passed(entries[at] ?? -1)
      const outcome = OUTCOMES[pick(entry)]
      if (outcome === 'timeout' || outcome === undefined) return { kind: 'silent' }
      if (outcome === 'error') return { kind: 'failed', status: 503 }
      // Of those that are answered: what is lost at the door is worked on nowhere.
      const away = regions.map((_, to) => answered(passed(handed[at]?.[to] ?? -1)))
      const stays = Math.max(0, answered(entry) - sum(away))
      const worked = pick(regions.map((_, to) => (to === at ? stays : (away[to] ?? 0))))
      return { kind: 'answered', region: regions[worked]?.id ?? regions[at]?.id ?? '' }
    },
  }
}

function answered(byOutcome: readonly number[]): number {
  return OUTCOMES.reduce(
    (total, outcome, at) => total + (outcome === 'good' || outcome === 'degraded' ? (byOutcome[at] ?? 0) : 0),
    0,
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
