import type { Logger } from 'pino'
import type { Change } from '#contract/change.ts'
import { FINAL_PHASES, type Run } from '#contract/evacuation/run.ts'
import type { Configuration } from '#bff/config/configuration.ts'
import { changeOfRow } from '#bff/changes/change-row.ts'
import type { Scaler } from '#bff/controls/scaler/create-scaler.ts'
import type { Control } from '#bff/evacuation/control.ts'
import { createController, type Controller } from '#bff/evacuation/controller.ts'
import { writeRunbook, type PlaneByHand } from '#bff/evacuation/planner/write-runbook.ts'
import type { RunStore } from '#bff/evacuation/ports.ts'
import { Failure } from '#bff/failure.ts'
import type { History } from '#bff/history/create-history.ts'
import type { EvacuationServices } from '#bff/http/evacuation-services.ts'
import { createProbeBoard, type ProbeBoard } from '#bff/probes/probe-board.ts'
import { receiveReport } from '#bff/probes/receive-report.ts'
import { actOnRun } from '#bff/runs/act-on-run.ts'
import { callHooks } from '#bff/runs/call-hooks.ts'
import { createScaleAhead } from '#bff/runs/scale-ahead.ts'
import { describeEvacuations } from '#bff/runs/describe-evacuations.ts'
import { createRegionJudge, type RegionJudge } from '#bff/runs/judge-regions.ts'
import { createRunStore } from '#bff/runs/keep-runs.ts'
import { createPlanning, type Planning } from '#bff/runs/plan-runs.ts'
import { forecastRun } from '#bff/runs/forecast-run.ts'
import { preflightRun } from '#bff/runs/preflight-run.ts'
import { scoreRun } from '#bff/runs/score-run.ts'
import { takesPart } from '#bff/runs/takes-part.ts'
import { watchFleet } from '#bff/runs/watch-fleet.ts'
import { watchPlanes, type PlaneWatch } from '#bff/runs/watch-planes.ts'
import { watchProbes } from '#bff/runs/watch-probes.ts'
import { weighWhatIf } from '#bff/runs/weigh-what-if.ts'
import type { Poller } from '#bff/sources/poller.ts'
import type { Store } from '#bff/store/store.ts'
import { buildControls, buildScaler } from './build-controls.ts'
import { buildStanding, type Standing } from './build-standing.ts'
import { steadyNow, systemClock as clock } from './clock.ts'
import type { Fleet } from './fleet.ts'
import { systemTimers } from './system-timers.ts'

/** Everything an evacuation needs, joined: planes, witnesses, planner, controller, store. */
export interface Evacuation {
  services: EvacuationServices
  /** Reads every unfinished run anew and watches the planes; nothing is written before a person says so. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Whether this person takes part in a run under way: their session then does not end by itself. */
  isTakingPart(personId: string): boolean
}

interface EvacuationInput {
  configuration: Configuration
  store: Store
  history: History
  fleet: Fleet
  pollers: readonly Pick<Poller, 'status'>[]
  newUlid: () => string
  log: Logger
}

interface Rooms extends EvacuationInput {
  controls: readonly Control[]
  scaler: Scaler | null
  planes: PlaneWatch
  board: ProbeBoard
  runs: RunStore
  judge: RegionJudge
  controller: Controller
  planning: Planning
  open: Map<string, Run>
  changes: { lately: readonly Change[] }
}

export function buildEvacuation(input: EvacuationInput): Evacuation {
  const rooms = buildRooms(input)
  const { planes, controls } = rooms
  const standing = buildStanding({ ...rooms, planesByHand: () => planesByHand(planes, controls) })
  return {
    services: { ...servicesOf(rooms), ...standing.services },
    ...lifeOf(rooms, standing),
    isTakingPart: (personId) => takesPart(rooms.open.values(), personId),
  }
}

function buildRooms(input: EvacuationInput): Rooms {
  const { configuration, store, history, fleet } = input
  const sight = { newest: () => fleet.newest(), roster: () => fleet.roster(), now: () => clock.now() }
  const controls = buildControls({ configuration, clock })
  const planes = watchPlanes({ controls, clock, timers: systemTimers })
  const board = createProbeBoard()
  const runs = createRunStore({ store, clock })
  const changes: Rooms['changes'] = { lately: [] }
  const judge = createRegionJudge({ ...sight, board, planes, changes: () => changes.lately })
  const scaler = buildScaler({ configuration, clock })
  const planning = createPlanning({
    ...sight,
    scaler,
    minutes: (query) => history.minutes(query),
    verdicts: () => judge.verdicts(),
    planes,
    controls,
    runs,
    settings: configuration.planning,
  })
  const open = new Map<string, Run>()
  const scaleAhead = createScaleAhead({ scaler, log: input.log })
  const controller = createController({
    // Names this process: another one after each start.
    owner: input.newUlid(),
    controls,
    telemetry: watchFleet(sight),
    probes: watchProbes({ board, now: sight.now }),
    hooks: callHooks({ settings: configuration.planning.hooks, scaler, clock }),
    store: runs,
    clock: { now: sight.now, steady: steadyNow },
    timers: {
      after(ms, call) {
        const handle = systemTimers.setTimeout(call, ms)
        return () => systemTimers.clearTimeout(handle)
      },
    },
    random: Math.random,
    settings: configuration.evacuation,
    onChange(run) {
      scaleAhead(run)
      if (FINAL_PHASES.includes(run.phase)) open.delete(run.id)
      else open.set(run.id, run)
    },
  })
  return { ...input, controls, scaler, planes, board, runs, judge, controller, planning, open, changes }
}

function servicesOf(rooms: Rooms): Omit<EvacuationServices, keyof Standing['services']> {
  const { configuration, store, runs, planes, board, judge, controller, planning, controls, fleet, history } = rooms
  const settings = configuration.planning
  const acting = {
    runs,
    controller,
    settings: configuration.evacuation,
    forecast: (run: Run) =>
      forecastRun({ run, frame: fleet.newest(), roster: fleet.roster(), settings, now: clock.now() }),
  }
  const runOf = async (id: string) => {
    const run = await runs.load(id)
    if (run === null) throw new Failure({ code: 'not_found', message: 'There is no such evacuation.' })
    return run
  }
  return {
    evacuations: () =>
      describeEvacuations({
        store,
        runs,
        planes,
        board,
        probes: configuration.probes,
        verdicts: judge.verdicts(),
        clock,
      }),
    whatIf: (intention) =>
      weighWhatIf({
        planning,
        intention,
        newest: () => fleet.newest(),
        roster: () => fleet.roster(),
        settings: configuration.planning,
      }),
    planDraft: (input) => planning.draft(input),
    planFailback: (input) => planning.draftFailback(input),
    getRun: runOf,
    actOnRun: (input) => actOnRun({ ...acting, ...input }),
    dryRun: async (id) => planning.dryRun(await runOf(id)),
    outcome: async (id) =>
      scoreRun({ run: await runOf(id), series: (query) => history.series(query), settings, now: clock.now() }),
    preflight: (id) => preflightRun({ controller, id, now: () => clock.now() }),
    runbook: async (id) => {
      const run = await runOf(id)
      return writeRunbook(run.plan, planesByHand(planes, controls), run.epoch)
    },
    receiveProbes: ({ header, body }) =>
      receiveReport({ settings: configuration.probes, board, header, body, now: clock.now() }),
  }
}

function planesByHand(planes: PlaneWatch, controls: readonly Control[]): PlaneByHand[] {
  return planes.planes().flatMap(({ descriptor, readings }) => {
    const control = controls.find((each) => each.descriptor.id === descriptor.id)
    if (control === undefined) return []
    return [
      {
        descriptor,
        readings,
        byHand: (intent) => control.byHand(intent),
        readByHand: (instance) => control.readByHand(instance),
      },
    ]
  })
}

const JUDGE_EVERY_MS = 2_000
const CHANGES_SPAN_MS = 3_600_000
const CHANGES_ROWS = 200

function lifeOf(
  { scaler, planes, judge, controller, controls, store, log, changes }: Rooms,
  standing: Standing,
): Pick<Evacuation, 'start' | 'stop'> {
  let judging: unknown = null
  let isRunning = false

  async function judgeAgain(): Promise<void> {
    try {
      const now = clock.now()
      const rows = await store.changes.list({ from: now - CHANGES_SPAN_MS, to: now, limit: CHANGES_ROWS })
      changes.lately = rows.map(changeOfRow)
      judge.judge()
    } catch (error) {
      log.error({ err: error }, 'the regions could not be judged')
    }
    if (isRunning) judging = systemTimers.setTimeout(() => void judgeAgain(), JUDGE_EVERY_MS)
  }

  return {
    async start() {
      isRunning = true
      planes.start()
      void judgeAgain()
      standing.start()
      await controller.begin()
    },
    async stop() {
      isRunning = false
      systemTimers.clearTimeout(judging)
      await standing.stop()
      await controller.close()
      await planes.stop()
      await Promise.all(controls.map((control) => control.close()))
      await scaler?.close()
    },
  }
}
