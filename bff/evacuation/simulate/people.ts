import type { Run } from '#contract/evacuation/run.ts'
import type { Act } from '../controller.ts'
import { isLeftOut } from '../excused.ts'
import { approveRun, draftRun, proposeRun } from '../lifecycle.ts'
import { RUN_ID, SIM_SETTINGS, type SimWorld } from './sim-world.ts'

/**
 * Simulated people: they propose and approve, sometimes wrongly; start, pause, hold, roll back and click twice; and when
 * the run stands still somebody looks at why and does what the screen offers.
 */
export function drawPeople(world: SimWorld): void {
  const { chance, time, setup, store } = world
  store.insert(draftRun({ id: RUN_ID, plan: setup.plan, now: time.now() }))
  time.at(500, () => void file(world))
  time.at(chance.whole(1000, 3000), () => attemptToStart(world))
  const moments = chance.whole(0, 3)
  for (let index = 0; index < moments; index += 1) {
    time.at(chance.whole(3000, 70_000), () => void actOnAWhim(world))
  }
  const look = () => {
    void lookAfter(world)
    time.at(time.steady() + 4000, look)
  }
  time.at(6000, look)
}

/** What the verbs of the server do with the pure filing functions. */
async function file(world: SimWorld): Promise<void> {
  const { chance, store, time } = world
  const draft = await store.load(RUN_ID)
  if (draft === null) return
  const proposed = proposeRun(draft, { by: 'ann', now: time.now() })
  if (proposed.kind !== 'done' || !(await store.save({ ...proposed.run, version: 1 }, 0))) return
  const approvers = chance.percent(10) ? ['ann', 'bob'] : ['bob']
  for (const by of approvers) {
    const run = await store.load(RUN_ID)
    if (run === null) return
    const approved = approveRun(run, { by, planHash: run.plan.hash, now: time.now(), settings: SIM_SETTINGS })
    if (approved.kind === 'done' && by === 'ann') world.watcher.violations.push('the author approved')
    if (approved.kind === 'done') await store.save({ ...approved.run, version: run.version + 1 }, run.version)
  }
}

/** Some attempts are without approval, with an old step-up or a mistyped name: they must change nothing. */
function attemptToStart(world: SimWorld): void {
  const { chance, time, setup } = world
  const fresh = time.now() - 1000
  if (chance.percent(12))
    void act(world, { verb: 'start', by: 'ann', steppedUpAt: fresh - 3_600_000, typed: setup.victim })
  if (chance.percent(12)) void act(world, { verb: 'start', by: 'ann', steppedUpAt: fresh, typed: 'elsewhere' })
  if (chance.percent(12)) void startUnapproved(world)
  time.at(time.steady() + 500, () => void start(world, 0))
}

/** Somebody took the approval away: the start must notice. */
async function startUnapproved(world: SimWorld): Promise<void> {
  const run = world.run()
  if (run === undefined || run.phase !== 'armed') return
  const forged = { ...run, approval: null, version: run.version + 1 }
  await world.store.save(forged, run.version)
  await act(world, { verb: 'start', by: 'ann', steppedUpAt: world.time.now() - 1000, typed: world.setup.victim })
  const now = world.run()
  if (now !== undefined && now.phase === 'armed')
    await world.store.save({ ...now, approval: run.approval, version: now.version + 1 }, now.version)
}

async function start(world: SimWorld, tries: number): Promise<void> {
  const run = world.run()
  if (run === undefined || tries > 8 || run.startedAt !== null) return
  const steppedUpAt = world.time.now() - 1000
  const insists = {
    overrides: ['never-all-zero', 'never-the-last-region', 'headroom'],
    reason: 'we know better than the rules do',
  }
  const request: Act = {
    verb: 'start',
    by: 'ann',
    steppedUpAt,
    typed: world.setup.victim,
    ...(world.chance.percent(40) ? insists : {}),
  }
  const clicks = world.chance.percent(30) ? [act(world, request), act(world, request)] : [act(world, request)]
  const done = (await Promise.all(clicks)).filter((each) => each)
  if (done.length > 1) world.watcher.violations.push('two clicks started twice')
  if (done.length === 0) world.time.at(world.time.steady() + 5000, () => void start(world, tries + 1))
}

async function actOnAWhim(world: SimWorld): Promise<void> {
  const { chance } = world
  const verb = chance.pick([
    'pause',
    'pause',
    'pause',
    'roll-back',
    'hold',
    'resume',
    'take-over',
    'acknowledge',
    'adopt',
    'agree',
  ] as const)
  if ((verb === 'hold' || verb === 'take-over') && chance.percent(60)) return
  const told: Act = {
    verb,
    by: 'cas',
    reason: 'because it seemed a good idea',
  }
  await act(world, told)
  if (chance.percent(20)) await act(world, told)
}

/** Into a region that fails it is only asked for: another person agrees, after whoever asks has tried it in vain. */
async function rollBack(world: SimWorld): Promise<void> {
  await act(world, { verb: 'roll-back', by: 'ann', reason: 'we would rather go back now' })
  if (world.run()?.wayBackAsked === null) return
  if (await act(world, { verb: 'agree', by: 'ann' }))
    world.watcher.violations.push('whoever asked to go back agreed to it')
  if (world.chance.percent(80)) await act(world, { verb: 'agree', by: 'bob' })
}

async function lookAfter(world: SimWorld): Promise<void> {
  const run = world.run()
  const { chance } = world
  if (run === undefined) return
  const adopted = run.ledger.some((each) => each.key.includes(':adopted:'))
  if (world.time.steady() > PATIENCE_MS && adopted && run.phase !== 'evacuated')
    return void act(world, { verb: 'hold', by: 'ann' })
  if (run.phase !== 'paused' && run.phase !== 'evacuated') return
  if (run.phase === 'evacuated') {
    if (run.pause?.cause === 'plane' && chance.percent(20)) await goOnWithout(world, run)
    if (run.pause?.cause === 'drift') await act(world, { verb: chance.percent(80) ? 'reassert' : 'adopt', by: 'ann' })
    return
  }
  if (chance.percent(30)) return
  if (run.pause?.cause === 'not-effective' && chance.percent(30)) return void rollBack(world)
  if (run.pause?.cause === 'drift')
    return void act(world, { verb: chance.percent(80) ? 'reassert' : 'adopt', by: 'ann' }).then((done) =>
      done ? undefined : act(world, { verb: 'resume', by: 'ann' }),
    )
  if (chance.percent(60) && (await goOnWithout(world, run))) return
  const failing = run.findings
    .filter((each) => each.outcome === 'blocks' || each.outcome === 'unknown')
    .map((each) => each.rule)
  const overrides =
    failing.length > 0 && chance.percent(15) ? { overrides: failing, reason: 'we have looked and it must go on' } : {}
  const done = await act(world, { verb: 'resume', by: 'ann', ...overrides })
  if (!done) await act(world, { verb: 'reassert', by: 'ann' })
}

/** What cannot be read is left out by its name, with all of its reasons. */
async function goOnWithout(world: SimWorld, run: Run): Promise<boolean> {
  const places = run.planes.flatMap((each) =>
    each.kind === 'unread' && !isLeftOut(run, each) ? [{ plane: each.plane, instance: each.instance }] : [],
  )
  if (places.length === 0) return false
  return act(world, { verb: 'leave-out', by: 'ann', places, reason: 'it is down and the others are not' })
}

/** Then somebody ends what others' weights, once adopted, keep from coming to an end. */
const PATIENCE_MS = 150_000

/** Clicks; a process that is dead or frozen does not hear. True when it was done. */
async function act(world: SimWorld, told: Act): Promise<boolean> {
  for (const process of world.processes.toReversed()) {
    if (!process.isAlive()) continue
    const isStart = told.verb === 'start' || told.verb === 'break-glass'
    const before = world.run()?.version
    const allows = !isStart && told.verb !== 'pause' && told.verb !== 'hold' && told.verb !== 'take-over'
    const names = 'overrides' in told || told.verb === 'reassert'
    const heard = await new Promise<Awaited<ReturnType<typeof process.controller.act>>>((resolve) =>
      process.deliver(() => {
        if ('typed' in told && isLegitimate(world, told)) world.watcher.onLegitimateStart()
        if (allows) clicksAllow(world, names ? 'override' : told.verb)
        void process.controller.act(RUN_ID, told).then(resolve)
      }),
    )
    world.trace.note(`act ${told.verb} ${heard.kind === 'done' ? 'done' : heard.code}`)
    if (heard.kind === 'done') {
      if (told.verb === 'pause') world.watcher.onPauseHeard()
      if (before !== undefined && heard.run.version <= before)
        world.watcher.violations.push('acknowledged without a commit')
      return true
    }
    if (heard.code !== 'not-here') return false
  }
  return false
}

/** As the person who starts is heard: another one has approved this very plan, and the step-up is recent. */
function isLegitimate(world: SimWorld, told: Extract<Act, { typed: string }>): boolean {
  const run = world.run()
  const now = world.time.now()
  if (run === undefined || run.approval === null || told.steppedUpAt === null) return false
  const approved = run.approval.by !== run.plan.author && run.approval.planHash === run.plan.hash
  return approved && now < run.approval.expiresAt && now - told.steppedUpAt <= SIM_SETTINGS.stepUpMs
}

/** From the click on it may write; a click that is refused must not have changed anything, so it is judged no further. */
function clicksAllow(world: SimWorld, verb: string): void {
  const run = world.run()
  if (run === undefined) return
  const phase = run.phase
  if (
    phase === 'paused' ||
    phase === 'evacuated' ||
    phase === 'rolling-back' ||
    phase === 'running' ||
    phase === 'reconciling'
  )
    world.watcher.onClick(verb, run.epoch)
}
