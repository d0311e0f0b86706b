import type { ShiftStep } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { atMost, median, reportFigures } from '#scripts/figures.ts'
import { QUICK_SETTINGS } from './conduct-fixture.ts'
import { EAST, startHaproxyScene, type HaproxyScene } from './haproxy-scene-fixture.ts'

/**
 * What the controller adds to each shifting step on three real HAProxies under load: the time from the step's beginning
 * to its end, less what was asked for: the wait between two writes, the plane's usual delay, the hold.
 */
const SETTINGS = { ...QUICK_SETTINGS, tickMs: 250 }
const HOLD_MS = 1_000
const PACE = { holdMs: HOLD_MS, mostRise: 1 }

const scene = await startHaproxyScene({
  settings: SETTINGS,
  planning: {
    paces: {
      emergency: { ...PACE, stages: [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1] },
      drill: { ...PACE, stages: [1] },
      failback: { ...PACE, stages: [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1] },
    },
  },
})
try {
  const load = scene.rig.load(12)
  const { descriptor } = scene.control
  const asked = SETTINGS.minimumWaitMs + descriptor.effectDelayMs.usual + HOLD_MS
  const plan = await scene.evacuation(EAST)
  const onward = await overheads(scene, async () => scene.start(plan), asked)
  const back = await scene.failback(plan)
  const returning = await overheads(scene, async () => scene.start(back), asked)
  const counts = await load.stop()
  const all = [...onward, ...returning]
  reportFigures([
    atMost({
      name: `controller, each of ${all.length} steps on 3 HAProxies, median`,
      value: median(all),
      unit: 'ms',
      bound: 1_000,
    }),
    atMost({ name: 'the longest of them', value: Math.max(...all), unit: 'ms', bound: 1_000 }),
    atMost({ name: 'requests that failed meanwhile', value: counts.failed, unit: 'requests', bound: 0 }),
  ])
} finally {
  await scene.stop()
}

/** A step's beginning and end by the steady clock, less what was asked for; the first of a run waits for no other. */
async function overheads(
  { onChange, runWhen }: HaproxyScene,
  start: () => Promise<Run>,
  askedMs: number,
): Promise<number[]> {
  const began = new Map<number, number>()
  const lasted = new Map<number, number>()
  let runId: string | null = null
  onChange((run, steady) => {
    if (run.id !== runId && runId !== null) return
    if (run.phase !== 'running' && run.phase !== 'evacuated' && run.phase !== 'restored') return
    if (!began.has(run.step)) began.set(run.step, steady)
    const from = began.get(run.step - 1)
    if (from !== undefined && !lasted.has(run.step - 1)) lasted.set(run.step - 1, steady - from)
  })
  const { id, plan } = await start()
  runId = id
  const isOver = ({ phase }: Run) => phase === 'evacuated' || phase === 'restored' || phase === 'paused'
  const ended = await runWhen(id, 'the end', isOver, 180_000)
  if (ended.phase === 'paused') throw new Error(ended.pause?.why)
  const isShift = (step: Run['plan']['steps'][number]): step is ShiftStep => step.kind === 'shift'
  const shifts = plan.steps.flatMap((step, index) => (isShift(step) ? [index] : []))
  return shifts.map((index) => {
    const unasked = index === shifts[0] ? SETTINGS.minimumWaitMs : 0
    return (lasted.get(index) ?? NaN) - askedMs + unasked
  })
}
