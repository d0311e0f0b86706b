import type { Preflight } from '#contract/evacuation/api.ts'
import type { Phase } from '#contract/evacuation/run.ts'
import type { Controller } from '#bff/evacuation/controller.ts'
import { Failure } from '#bff/failure.ts'

const BEFORE_THE_START: readonly Phase[] = ['draft', 'awaiting-approval', 'armed']

/** Every plane is read now, and every rule judged over the first write: what would block the start, all at once. */
export async function preflightRun(input: {
  controller: Pick<Controller, 'preflight'>
  id: string
  now: () => number
}): Promise<Preflight> {
  const acted = await input.controller.preflight(input.id)
  if (acted.kind === 'refused') throw new Failure({ code: 'not_found', message: 'There is no such evacuation.' })
  if (!BEFORE_THE_START.includes(acted.run.phase)) {
    throw new Failure({
      code: 'conflict',
      message: 'It has begun: the run itself tells what its rules say.',
      expected: BEFORE_THE_START.join(', '),
    })
  }
  return {
    at: input.now(),
    findings: acted.findings.map(({ rule, outcome, says, overridable }) => ({ rule, outcome, says, overridable })),
  }
}
