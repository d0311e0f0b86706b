import type { WriteFault } from './fault-kinds.ts'
import { startProcess, type SimWorld } from './sim-world.ts'

/** Draws what will go wrong in this story, and when: between none and six faults, each within the first two minutes. */
export function drawFaults(world: SimWorld): void {
  const { chance } = world
  const number = chance.whole(0, 6)
  if (chance.percent(10)) {
    world.script.hooks = { from: 0, until: chance.whole(3000, LONGEST_MS) }
    world.script.scaleLate = world.script.hooks.until
  }
  for (let index = 0; index < number; index += 1) drawFault(world, chance.whole(1000, 35_000))
}

const WRITE_FAULTS = [
  'late-apply',
  'very-late-apply',
  'lost-reply',
  'lost-request',
  'busy',
  'unreachable',
  'credentials',
  'lie',
  'ignored',
  'partial',
  'revert',
  'slow',
  'crash-before-call',
  'crash-after-call',
] as const satisfies readonly WriteFault[]

/** Longest a fault of the planes or of the telemetry lasts, but for an instance that is down. */
const LONGEST_MS = 25_000

function drawFault(world: SimWorld, at: number): void {
  const { chance, script } = world
  if (chance.percent(55)) {
    const plane = chance.pick(asTuple(world.planes))
    const instance = chance.percent(50) ? chance.pick(asTuple(plane.instances)).id : null
    const fault = chance.pick(WRITE_FAULTS)
    const times =
      fault === 'unreachable' || fault === 'credentials' || fault === 'busy' ? chance.whole(1, 6) : chance.whole(1, 2)
    script.writes.push({
      fault,
      plane: plane.descriptor.id,
      instance,
      from: chance.percent(50) ? 0 : at,
      until: 90_000,
      times,
    })
    return
  }
  if (chance.percent(35)) return void drawCommitFault(world, at)
  world.time.at(at, () => strike(world))
}

function drawCommitFault({ chance, script }: SimWorld, at: number): void {
  const kind = chance.pick(['crash-before-commit', 'crash-after-commit', 'store-failure', 'freeze'] as const)
  script.commits.push({ kind, at: chance.percent(60) ? 1000 : at, times: 1, atWrites: chance.percent(70) })
}

function asTuple<Each>(all: readonly Each[]): readonly [Each, ...Each[]] {
  const [first, ...rest] = all
  if (first === undefined) throw new Error('nothing to draw from')
  return [first, ...rest]
}

type Strike = (world: SimWorld, forMs: number) => void

const STRIKES: readonly [Strike, ...Strike[]] = [
  (world) => {
    const plane = world.chance.pick(asTuple(world.planes))
    const instance = world.chance.pick(asTuple(plane.instances))
    const segment = world.chance.pick(asTuple(Object.keys(instance.truth)))
    world.count('foreign-write')
    const weights: Record<string, number> = {}
    for (const region of world.setup.regions) weights[region] = world.chance.whole(0, 90) + 1
    plane.writeAsStranger(instance, segment, weights)
  },
  (world) => {
    world.count('crash')
    living(world)?.crash()
  },
  (world) => {
    world.count('freeze')
    living(world)?.freeze(world.chance.whole(1000, 30_000))
  },
  (world) => {
    world.count('two-leaders')
    living(world)?.freeze(world.chance.whole(12_000, 30_000))
    startProcess(world)
  },
  (world) => {
    world.count('clock-jump')
    world.time.jump(world.chance.pick([-3_600_000, -4000, 5000, 60_000, 3_600_000]))
  },
  (world, forMs) => {
    const regions = world.chance.percent(30) ? world.setup.regions : [world.chance.pick(asTuple(world.setup.regions))]
    world.count('telemetry-loss')
    for (const region of regions) world.traffic.state.lost.add(region)
    world.time.at(world.time.steady() + forMs, () => {
      for (const region of regions) world.traffic.state.lost.delete(region)
    })
  },
  (world, forMs) => {
    world.count('telemetry-lie')
    world.traffic.state.lies = { victim: world.setup.victim }
    world.time.at(world.time.steady() + forMs, () => {
      world.traffic.state.lies = null
    })
  },
  (world, forMs) => {
    world.count('probes-loss')
    world.traffic.state.probesLost = true
    world.time.at(world.time.steady() + forMs, () => {
      world.traffic.state.probesLost = false
    })
  },
  (world, forMs) => {
    world.count('savior-saturates')
    const region = world.setup.regions[1] ?? ''
    world.traffic.state.saturated.add(region)
    world.time.at(world.time.steady() + forMs, () => void world.traffic.state.saturated.delete(region))
  },
  (world, forMs) => {
    world.count('region-sick')
    const region = world.chance.pick(asTuple(world.setup.regions))
    world.traffic.state.errorsOf.set(region, 0.4)
    world.time.at(world.time.steady() + forMs, () => void world.traffic.state.errorsOf.delete(region))
  },
  (world) => {
    const plane = world.chance.pick(asTuple(world.planes))
    const instance = world.chance.pick(asTuple(plane.instances))
    const from = world.time.steady()
    world.script.unreadable.push({
      plane: plane.descriptor.id,
      instance: instance.id,
      from,
      until:
        from +
        (world.chance.percent(25) ? world.chance.whole(LONGEST_MS, 120_000) : world.chance.whole(2000, LONGEST_MS)),
    })
  },
]

function strike(world: SimWorld): void {
  const forMs = world.chance.whole(2000, LONGEST_MS)
  world.chance.pick(STRIKES)(world, forMs)
}

function living(world: SimWorld) {
  return world.processes.findLast((each) => each.isAlive())
}
