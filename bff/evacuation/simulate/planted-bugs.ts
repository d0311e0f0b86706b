/**
 * Bugs that were thought of, each as a change to the real controller. A simulation that does not notice one of them watches
 * too little; a change that no longer applies watches nothing.
 */
export interface PlantedBug {
  name: string
  /** From bff/evacuation. */
  file: string
  find: string
  replace: string
}

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'no fence: a process that was frozen writes under a lease that is another’s',
    file: 'driver.ts',
    find: "effect.kind === 'write' && !driving.lease.isOurs()",
    replace: "effect.kind === 'write' && false",
  },
  {
    name: 'a new lease goes on under the old epoch',
    file: 'begin-anew.ts',
    find: 'epoch,\n    owner,\n    phase',
    replace: 'epoch: run.epoch,\n    owner,\n    phase',
  },
  {
    name: 'no read-back: an accepted write is believed',
    file: 'steps/read-back.ts',
    find: 'const missing = books.filter(',
    replace: 'const missing = books.slice(books.length).filter(',
  },
  {
    name: 'wrong order: who loses is lowered before who gains is raised',
    file: 'planned-calls.ts',
    find: 'rankOf(one, from, to, victims) - rankOf(other, from, to, victims)',
    replace: 'rankOf(other, from, to, victims) - rankOf(one, from, to, victims)',
  },
  {
    name: 'double execute: a timeout is tried again at once',
    file: 'steps/write-calls.ts',
    find: "if (said.kind === 'unknown') return { ...call, state: 'unknown', why: said.why }",
    replace: "if (said.kind === 'unknown') return { ...call, state: 'waiting', why: said.why }",
  },
  {
    name: 'hasty: a timeout is taken for a refusal that stands still at once',
    file: 'reconcile.ts',
    find: 'return book.readAt - from > needed',
    replace: 'return book.readAt - from >= 0 * needed',
  },
  {
    name: 'lost approval: started without one',
    file: 'lifecycle.ts',
    find: "if (approval === null) return refuse('no-approval', 'nobody has approved it')",
    replace: 'if (approval === null) return null',
  },
  {
    name: 'no step-up: an old sign-in is enough',
    file: 'lifecycle.ts',
    find: 'now - request.steppedUpAt > settings.stepUpMs',
    replace: 'now - request.steppedUpAt > Infinity * settings.stepUpMs',
  },
  {
    name: 'own approval: the author is taken for a second person',
    file: 'lifecycle.ts',
    find: "if (input.by === run.plan.author) return refuse('same-person', 'nobody",
    replace: "if (input.by === '') return refuse('same-person', 'nobody",
  },
  {
    name: 'goes on by itself after a restart',
    file: 'begin-anew.ts',
    find: "('paused' as const)",
    replace: "('running' as const)",
  },
  {
    name: 'intent after the call: nothing is committed first',
    file: 'driver.ts',
    find: '  const isStored = await commit(driving, outcome.machine)\n',
    replace:
      '  for (const effect of outcome.effects) perform(driving, effect)\n  const isStored = await commit(driving, outcome.machine)\n',
  },
  {
    name: 'a pause lets the calls of the step go on',
    file: 'advance.ts',
    find: "    case 'paused':\n    case 'evacuated':",
    replace: "    case 'paused':\n      return driveStep(machine, around)\n    case 'evacuated':",
  },
  {
    name: 'no drift watch once it is evacuated',
    file: 'advance.ts',
    find: 'if (drift === null || drift === machine.memory.drift)',
    replace: 'if (drift !== 0)',
  },
  {
    name: 'silently puts back what others changed',
    file: 'rules/planes.ts',
    find: "  return found('foreign-change', 'blocks', describeForeign(changed))",
    replace: "  return found('foreign-change', 'warns', describeForeign(changed))",
  },
  {
    name: 'the planes’ word is enough: no witness is asked',
    file: 'witnesses.ts',
    find: "if (isSatisfied(arrivals, !how.withoutArrivals) && isSatisfied(probes, needsProbes)) return 'verified'",
    replace: "if (needsProbes || !needsProbes) return 'verified'",
  },
  {
    name: 'a key is used again for another content',
    file: 'ledger.ts',
    find: '${run.id}:${run.heading}:${run.step}:${call.plane}',
    replace: '${run.id}:${run.heading}:0:${call.plane}',
  },
  {
    name: 'a repeated write keeps its key, and a plane that honours keys does nothing',
    file: 'ledger.ts',
    find: 'open && same ? number : number + 1',
    replace: 'same || open ? number : number',
  },
  {
    name: 'the core invariant is not looked at',
    file: 'rules/evaluate-rules.ts',
    find: 'const CORE: readonly Rule[] = [neverAllZero, neverTheLastRegion]',
    replace: 'const CORE: readonly Rule[] = [neverAllZero, neverTheLastRegion].slice(2)',
  },
  {
    name: 'a timeout is taken for an acceptance',
    file: 'steps/write-calls.ts',
    find: "if (said.kind === 'accepted') return { ...call, state: 'accepted', why: null }",
    replace: "if (said.kind !== 'refused') return { ...call, state: 'accepted', why: null }",
  },
  {
    name: 'whoever asks to go back into a failing region agrees to it as well',
    file: 'told.ts',
    find: "if (told.by === asked.by) return refuse('same-person'",
    replace: "if (told.by === '') return refuse('same-person'",
  },
  {
    name: 'a place that was left out is written to while nobody knows what it says',
    file: 'steps/shift-step.ts',
    find: 'book.reading === null || isLeftOut(machine.run, book)',
    replace: 'book.reading === null',
  },
  {
    name: 'nobody is told that an evacuated region’s planes cannot be read',
    file: 'advance.ts',
    find: 'alarmOfSilence(takeBack(machine, around), around)',
    replace: 'takeBack(machine, around)',
  },
]
