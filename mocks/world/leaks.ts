import type { WorldScenario } from './perturbation.ts'
import { nodesOf } from './disturbances.ts'
import type { FleetPlan } from './fleet-plan.ts'
import type { FleetState } from './fleet-state.ts'
import type { WorldCatalog } from './world.ts'

/**
 * A version that forgets to give memory back. Its instances were replaced one batch after the other, so they are not
 * all equally full. A batch fills with the requests it serves: at the use its team plans for within the leak's time,
 * faster when others are missing. Beyond GC_BEGINS its processes spend ever more of their time looking for memory, so
 * they answer later and carry less; full, they are killed, and for a while whoever is sent there fails and the others
 * carry their load, which fills them the sooner.
 */
export interface Leaks {
  /** Per node: own work takes this many times as long, and an instance carries so many times less. */
  slowdown: Float64Array
  /** Per node: share of its instances that run. */
  runningShare: Float64Array
  /** Per node: share of its requests sent to processes that were just killed. */
  killedShare: Float64Array
  /** Per node: used share of the memory, averaged over those that run; 0 where nobody watches it. */
  memory: Float64Array
  step(instantMs: number, dtSeconds: number): void
}

const BATCHES = 6
const BATCH_EVERY_MS = 15_000
/** Used by a process that has just started. */
const MEMORY_AT_START = 0.35
const GC_BEGINS = 0.7
const GC_MOST = 2.5
/** Until callers no longer try what was killed. */
const NOTICED_AFTER_MS = 8_000

interface Leak {
  node: number
  /** UTC ms on the world's clock. */
  fromAt: number
  untilAt: number
  fillsInMs: number
  restartMs: number
  /** Per batch: used share of the memory, and UTC ms of its last death. */
  used: Float64Array
  killedAt: Float64Array
}

export function createLeaks(
  catalog: WorldCatalog,
  plan: FleetPlan,
  { nodes }: FleetState,
  scenario: WorldScenario | undefined,
): Leaks {
  const leaks = leaksOf(catalog, scenario)
  const now = {
    slowdown: new Float64Array(plan.nodeCount).fill(1),
    runningShare: new Float64Array(plan.nodeCount).fill(1),
    killedShare: new Float64Array(plan.nodeCount),
    memory: new Float64Array(plan.nodeCount),
  }

  function stepOne(leak: Leak, instantMs: number, dtSeconds: number): void {
    const { node, used, killedAt } = leak
    const capacity = nodes.serving[node] * plan.nodes.capacityPerInstance[node]
    const busy = capacity > 0 ? nodes.load[node] / capacity / plan.nodes.targetUse[node] : 0
    const grown = ((1 - MEMORY_AT_START) * busy * dtSeconds * 1_000) / leak.fillsInMs
    let [running, memory, slowdown, killed] = [0, 0, 0, 0]
    for (let batch = 0; batch < BATCHES; batch += 1) {
      fill(leak, batch, instantMs, grown)
      const deadFor = instantMs - killedAt[batch]
      if (deadFor < NOTICED_AFTER_MS) killed += 1
      if (deadFor < leak.restartMs) continue
      const strain = Math.max(0, (used[batch] - GC_BEGINS) / (1 - GC_BEGINS))
      running += 1
      memory += used[batch]
      slowdown += 1 + GC_MOST * strain * strain
    }
    now.slowdown[node] = running === 0 ? 1 : slowdown / running
    now.runningShare[node] = running / BATCHES
    now.killedShare[node] = killed / BATCHES
    now.memory[node] = running === 0 ? 0 : memory / running
  }

  return {
    ...now,
    step(instantMs, dtSeconds) {
      for (const leak of leaks) stepOne(leak, instantMs, dtSeconds)
    },
  }
}

function leaksOf(catalog: WorldCatalog, scenario: WorldScenario | undefined): Leak[] {
  const startsAt = scenario?.startsAt ?? 0
  return (scenario?.perturbations ?? []).flatMap((perturbation) => {
    if (perturbation.kind !== 'memory-leak') return []
    const { fromMs, untilMs = Infinity, fillsInMs, restartMs } = perturbation
    return nodesOf(catalog, perturbation).map((node) => ({
      node,
      fromAt: startsAt + fromMs,
      untilAt: startsAt + untilMs,
      fillsInMs,
      restartMs,
      used: new Float64Array(BATCHES).fill(MEMORY_AT_START),
      killedAt: new Float64Array(BATCHES).fill(-Infinity),
    }))
  })
}

/** One batch's memory, and its death when there is none left. */
function fill({ fromAt, untilAt, restartMs, used, killedAt }: Leak, batch: number, instantMs: number, grown: number) {
  if (instantMs - killedAt[batch] < restartMs) return
  const leaks = instantMs >= fromAt + batch * BATCH_EVERY_MS && instantMs < untilAt
  used[batch] = leaks ? used[batch] + grown : MEMORY_AT_START
  if (used[batch] < 1) return
  used[batch] = MEMORY_AT_START
  killedAt[batch] = instantMs
}
