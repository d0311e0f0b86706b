import type { Plan, Step } from '#contract/evacuation/plan.ts'
import type { Weights } from '#contract/evacuation/plane.ts'
import type { Control } from '../control.ts'
import { describeWrites } from './describe-writes.ts'
import { percent } from './envelope.ts'
import { scriptFrame, functionOf, quoted, remark } from './runbook-shell.ts'
import type { PlaneSituation } from './situation.ts'
import { wordsOfMs } from './stores-at-stake.ts'

/** A plane as far as a person can work it without Spillway. */
export type PlaneByHand = PlaneSituation & Pick<Control, 'byHand' | 'readByHand'>

/**
 * The plan as a shell script that needs nothing of Spillway: for each step its writes in the order in which every prefix
 * is safe, the reading that shows what came of it, the wait, and the way back over it. It asks before each step and never
 * goes on by itself.
 */
export function writeRunbook(plan: Plan, planes: readonly PlaneByHand[], epoch = 0): string {
  const steps = plan.steps.map((step, index) => {
    const title = `step ${index + 1} of ${plan.steps.length}: ${step.title}`
    return [
      functionOf(`step_${index + 1}`, [say(title), ...linesOf(plan, planes, epoch, step, index)]),
      ...(step.kind === 'shift'
        ? [functionOf(`undo_${index + 1}`, [say(`back over ${title}`), ...undoLines(plan, planes, epoch, index)])]
        : []),
    ].join('\n\n')
  })
  const shows = planes.flatMap((plane) =>
    plane.descriptor.instances.flatMap((instance) => [
      say(`${plane.descriptor.id} on ${instance}:`),
      guarded(plane.readByHand(instance), `${plane.descriptor.id} on ${instance} could not be read`),
    ]),
  )
  return scriptFrame({ head: headOf(plan), titles: plan.steps.map(({ title }) => title), shows, functions: steps })
}

function headOf(plan: Plan): string[] {
  const { scope, direction, prediction } = plan
  const made = new Date(plan.createdAt).toISOString()
  const short = prediction.shortfallRequestsPerSecond
  return [
    `${direction === 'evacuate' ? 'Evacuation of' : 'Failback to'} ${scope.region} by hand (${scope.kind}, ${plan.profile}, ${plan.failure}).`,
    `Plan ${plan.id}, made ${made} by ${plan.author}: ${plan.reason}`,
    `SHA-256 ${plan.hash}`,
    `Predicted: ${prediction.word}${short === null || short === 0 ? '' : `, short of ${Math.round(short)} requests/s`}; ` +
      `about ${wordsOfMs(prediction.estimateMs)}.`,
    ...(prediction.stores.length === 0 ? [] : ['Stores:']),
    ...prediction.stores.map(({ store, loss }) => `  ${store}: ${loss}`),
    ...(prediction.cautions ?? []).map((caution) => `Mind: ${caution}`),
    'Weights are absolute: doing a step twice does no harm. A call without an answer may still have been done:',
    'read the planes before anything else.',
  ]
}

function linesOf(plan: Plan, planes: readonly PlaneByHand[], epoch: number, step: Step, index: number): string[] {
  if (step.kind === 'shift') {
    const shares = Object.entries(step.shares).map(([region, share]) => `${region} ${percent(share)}`)
    return [
      ...writeLines(plan, planes, epoch, index),
      ask(`Look at arrivals and probes: ${shares.join(', ')}. If it is not so, stop and run: undo ${index + 1}`),
      ...(step.holdMs > 0 ? [wait(step.holdMs, 'holding')] : []),
    ]
  }
  if (step.kind === 'hook') {
    const may = step.strength === 'weak' ? ' (may be skipped)' : ''
    return [
      ask(
        `To be done now, ${step.how === 'manual' ? 'by hand' : `usually by ${step.hook}`}: ${step.does}${may}. Done?`,
      ),
    ]
  }
  if (step.kind === 'scale') {
    return step.needs.map(({ region, service, instancesReady }) =>
      ask(`${service} in ${region} must have ${instancesReady} instances ready, not only started. Are they?`),
    )
  }
  if (step.kind === 'verify')
    return [ask('Do the planes, the arrivals in the other regions and probes from outside agree?')]
  return [
    wait(step.leastMs, 'one time to live'),
    ask(
      `Does ${plan.scope.region} serve less than ${percent(step.residualShare)} of what it did, ` +
        `or less than ${step.floorRequestsPerSecond} requests/s?`,
    ),
  ]
}

/** The writes of one step from what the steps before it left, each followed by its reading. */
function writeLines(plan: Plan, planes: readonly PlaneByHand[], epoch: number, index: number): string[] {
  const writes = describeWrites(plan, planes).filter(({ step }) => step === index)
  return callLines({ plan, planes, epoch, index, writes, purpose: 'by-hand' })
}

/** From what the step wants to what was before it: the same order rule, so the victim is raised before saviors fall. */
function undoLines(plan: Plan, planes: readonly PlaneByHand[], epoch: number, index: number): string[] {
  const step = plan.steps[index]
  if (step?.kind !== 'shift') return []
  const done = planes.map((plane) => ({
    ...plane,
    readings: plane.descriptor.instances.map((instance) => ({
      instance,
      at: 0,
      segments: step.splits
        .filter((split) => split.plane === plane.descriptor.id)
        .map(({ segment, wanted }) => ({ segment, weights: wanted })),
    })),
  }))
  const back = { ...step, splits: step.splits.map((split) => ({ ...split, was: split.wanted, wanted: split.was })) }
  const writes = describeWrites({ scope: plan.scope, steps: [back] }, done)
  return callLines({ plan, planes, epoch, index, writes, purpose: 'undo-by-hand' })
}

function callLines(input: {
  plan: Plan
  planes: readonly PlaneByHand[]
  epoch: number
  index: number
  writes: ReturnType<typeof describeWrites>
  purpose: string
}): string[] {
  const { plan, index, epoch } = input
  const calls = [...Map.groupBy(input.writes, ({ order }) => order)]
  if (calls.length > 0) calls.sort(([one], [other]) => one - other)
  const lines = calls.flatMap(([order, splits]) => {
    const [first] = splits
    const plane = input.planes.find(({ descriptor }) => descriptor.id === first?.plane)
    if (first === undefined || plane === undefined) return []
    const line = plane.byHand({
      instance: first.instance,
      splits: splits.map(({ segment, after }) => ({ segment, weights: after })),
      key: `${plan.id}-${input.purpose}-${index}-${order}`,
      mark: { planId: plan.id, epoch, step: index },
    })
    const what = `${first.plane} on ${first.instance}`
    const changes = splits.map(({ segment, before, after }) => `${segment}: ${inWords(before)} -> ${inWords(after)}`)
    return [say(`${what}: ${changes.join('; ')}`), guarded(line, `${what} did not answer well: read it`)]
  })
  return [...(lines.length > 0 ? [ask('Go on with these writes?')] : []), ...lines, ...readings(input)]
}

function readings({ planes, writes }: Pick<Parameters<typeof callLines>[0], 'planes' | 'writes'>): string[] {
  const touched = new Set(writes.map(({ plane, instance }) => `${plane} ${instance}`))
  return planes.flatMap(({ descriptor, readByHand }) =>
    descriptor.instances
      .filter((instance) => touched.has(`${descriptor.id} ${instance}`))
      .flatMap((instance) => [
        say(`${descriptor.id} on ${instance} now says:`),
        guarded(readByHand(instance), `${descriptor.id} on ${instance} could not be read`),
      ]),
  )
}

function inWords(weights: Weights | null): string {
  if (weights === null) return 'unknown'
  return Object.entries(weights)
    .map(([target, weight]) => `${target} ${weight}`)
    .join(', ')
}

function say(text: string): string {
  return `say ${quoted(text)}`
}

function ask(text: string): string {
  return `ask ${quoted(text)}`
}

function wait(ms: number, why: string): string {
  return `pause ${Math.ceil(ms / 1_000)} ${quoted(why)}`
}

/** The plane's own line as it is, between braces of its own; a failure is said and stops nothing by itself. */
function guarded(line: string, otherwise: string): string {
  return `{\n${line}\n} || warn ${quoted(remark(otherwise))}`
}
