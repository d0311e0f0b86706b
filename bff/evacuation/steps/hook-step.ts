import type { HookStep, ScaleStep } from '#contract/evacuation/plan.ts'
import { SYSTEM, tell } from '../journal.ts'
import type { Machine, Outcome, Surroundings } from '../machine.ts'
import { completeStep, enterStage, pauseBySystem } from '../transitions.ts'

/** Between two looks at what was asked for elsewhere. */
const ASK_EVERY_MS = 2000

/** What others have to do around the shifts: by a webhook, which is asked under one key until it says done, or by hand. */
export function driveHook(machine: Machine, step: HookStep, around: Surroundings): Outcome {
  const { run, memory } = machine
  if (run.stage === 'waiting') {
    const told = tell(run, { at: around.now, who: SYSTEM, kind: 'hook', says: `${step.how}: ${step.does}` })
    return { machine: enterStage({ run: told, memory: unasked(memory) }, 'observing', around), effects: [] }
  }
  if (step.how === 'manual') return { machine, effects: [] }
  const { answer, hook } = memory.asked
  if (answer?.kind === 'done') return { machine: hookDone(machine, step, SYSTEM, 'done', around), effects: [] }
  if (answer?.kind === 'failed') {
    const says = `${step.does}${FAILED}${answer.why}`
    const told = { ...machine, run: tell(run, { at: around.now, who: step.hook, kind: 'hook', says }) }
    return { machine: pauseBySystem(told, 'guard', says, around), effects: [] }
  }
  if (hook !== null && around.steady - hook < ASK_EVERY_MS) return { machine, effects: [] }
  const asked = { ...memory, asked: { ...memory.asked, hook: around.steady, answer: null } }
  // A call that certainly failed is over; asked again it is another one.
  const failures = run.events.filter(
    (each) => each.kind === 'hook' && each.says.startsWith(`${step.does}${FAILED}`),
  ).length
  const key = `${run.id}:${run.step}:${step.id}.${failures}`
  return { machine: { run, memory: asked }, effects: [{ kind: 'hook', step, index: run.step, key }] }
}

const FAILED = ': failed: '

function unasked(memory: Machine['memory']): Machine['memory'] {
  return { ...memory, asked: { hook: null, ready: null, answer: null, instances: null } }
}

export function hookDone(machine: Machine, step: HookStep, who: string, how: string, around: Surroundings): Machine {
  const says = `${step.does}: ${how}`
  return completeStep({ ...machine, run: tell(machine.run, { at: around.now, who, kind: 'hook', says }) }, around)
}

/** Waits until the saviors have the instances the plan counts on: ready, not merely started. */
export function driveScale(machine: Machine, step: ScaleStep, around: Surroundings): Outcome {
  const { run, memory } = machine
  if (run.stage === 'waiting') {
    return { machine: enterStage({ run, memory: unasked(memory) }, 'observing', around), effects: [] }
  }
  const { instances, ready } = memory.asked
  const missing =
    instances === null ? null : step.needs.filter((need, index) => !((instances[index] ?? NaN) >= need.instancesReady))
  if (missing !== null && (missing.length === 0 || memory.covered.includes('headroom'))) {
    return { machine: completeStep(machine, around), effects: [] }
  }
  if (ready !== null && around.steady - ready < ASK_EVERY_MS) return { machine, effects: [] }
  const asked = { ...memory, asked: { ...memory.asked, ready: around.steady } }
  return { machine: { run, memory: asked }, effects: [{ kind: 'ready', needs: step.needs, index: run.step }] }
}

/** What is still missing, in words. */
export function describeShortage(machine: Machine, step: ScaleStep): string {
  const { instances } = machine.memory.asked
  return step.needs
    .map((need, index) => ({ need, has: instances?.[index] ?? NaN }))
    .filter(({ need, has }) => !(has >= need.instancesReady))
    .map(
      ({ need, has }) =>
        `${need.service} in ${need.region}: ${Number.isNaN(has) ? 'unknown' : has} of ${need.instancesReady} ready`,
    )
    .join('; ')
}
