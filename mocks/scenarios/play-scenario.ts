import type { NewChange } from '#contract/change.ts'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster, RosterDelta } from '#contract/roster.ts'
import { createTopology } from '#bff/topology/create-topology.ts'
import { createWorld } from '#mocks/world/create-world.ts'
import type { WorldDeploy } from '#mocks/world/happenings.ts'
import { createWorldReporter } from './report-world.ts'
import { worldScenarioOf, type Scenario } from './scenario.ts'

/** One second as a server that watches the fleet has it: nothing in it says what is wrong. */
export interface PlayedSecond {
  /** The end of the second, UTC ms. */
  at: number
  frame: Frame
  /** Rows that are new in this frame; null for none. */
  rosterDelta: RosterDelta | null
  /** Names the rows of this frame; one object while nothing is new. */
  roster: Roster
  /** Deploys posted in this second. */
  changes: readonly NewChange[]
}

export interface PlayInput {
  scenario: Scenario
  /** Of the weather; the scenario's own when absent. */
  seed?: number
  /** UTC ms on the world's clock at which somebody begins to watch; whole seconds. */
  liveAt: number
  /** Watched before that, ms. */
  pastMs?: number
  /** From liveAt, ms. */
  forMs: number
}

/** Instances and open circuits find their places before the first frame. */
const SETTLE_MS = 30_000
const SECOND_MS = 1_000

/**
 * Plays a story second by second through the same topology as the server's, from counters sampled each second and rates
 * over ten of them, as the demo's source reads them. What is to be found out about it is `truthByName(name, seed)`.
 */
export function* playScenario(input: PlayInput): Generator<PlayedSecond, void, undefined> {
  const { scenario, seed = scenario.seed, liveAt, pastMs = 0, forMs } = input
  const timeline = worldScenarioOf(scenario, { liveAt })
  const firstAt = liveAt - pastMs
  const world = createWorld({ seed, startAt: firstAt - SETTLE_MS, scenario: timeline })
  const regions = world.catalog.regions.map(({ id, name, position }) => ({ id, name, position }))
  const topology = createTopology({ epoch: `played-${seed}`, regions, freshness: DEFAULT_FRESHNESS_RULE })
  const reporter = createWorldReporter(world)
  let seq = 0
  let posted = 0
  for (let at = world.now + SECOND_MS; at <= liveAt + forMs; at += SECOND_MS) {
    world.advanceTo(at)
    reporter.sample()
    if (at <= firstAt) {
      posted = world.deploys.length
      continue
    }
    topology.accept(reporter.report())
    seq += 1
    const { frame, rosterDelta } = topology.takeFrame({ seq, at, worldAt: at })
    const changes = world.deploys.slice(posted).map(changeOf)
    posted = world.deploys.length
    yield { at, frame, rosterDelta, roster: topology.roster(), changes }
  }
}

/** As the demo posts it. */
function changeOf({ at, region, service, version, author }: WorldDeploy): NewChange {
  return {
    kind: 'deploy',
    title: `${service} ${version} deployed`,
    startedAt: at,
    regions: [region],
    services: [service],
    version,
    author,
    origin: 'simulated-deploys',
    externalId: `${service} ${version} ${region}`,
  }
}
