import type { SourceProblem } from '#contract/source-status.ts'
import { printDuration } from '../duration.ts'
import type { SkipReason } from '../prometheus/edge-naming.ts'
import type { Answers, Span } from './ask-all.ts'
import { askedOf, type Role } from './questions.ts'

/** What did not come back, or not whole; each complaint once, under the first question that met it. */
export interface ProblemNotes {
  leftOut(role: Role, reason: SkipReason, lines?: number): void
  list(): SourceProblem[]
}

export function createProblemNotes(answers: Answers, span: Span, now: number): ProblemNotes {
  const said = new Map<string, { role: Role; message: string }>()
  const skipped = new Map<string, { role: Role; reason: SkipReason; lines: number }>()
  const say = (role: Role, message: string, once: string = message) => {
    if (!said.has(once)) said.set(once, { role, message })
  }
  for (const [role, answer] of answers) {
    if (answer.kind === 'failed') {
      const { scope, kind, message } = answer.failure
      say(role, message, scope === 'server' || kind === 'timeout' ? message : `${role} ${message}`)
      continue
    }
    for (const warning of answer.value.warnings) say(role, `Atlas warns: ${warning}`)
    const { stepMs } = answer.value
    if (stepMs !== span.stepMs) say(role, otherStep(span.stepMs, stepMs), 'step')
  }
  return {
    leftOut(role, reason, lines = 1) {
      const key = JSON.stringify(reason)
      const known = skipped.get(key)
      if (known === undefined) skipped.set(key, { role, reason, lines })
      else if (known.role === role) known.lines += lines
    },
    list: () =>
      [
        ...said.values(),
        ...Array.from(skipped.values(), ({ role, reason, lines }) => ({ role, message: inWords(reason, lines) })),
      ].map(({ role, message }) => ({ asked: askedOf(role), message, at: now })),
  }
}

/** Atlas rounds to a step it has, and says so nowhere but in the answer itself. */
function otherStep(askedMs: number, toldMs: number): string {
  return `Atlas answered in steps of ${printDuration(toldMs)} in place of ${printDuration(askedMs)}; set period of this source to the step of its data.`
}

function inWords(reason: SkipReason, lines: number): string {
  const these = lines === 1 ? '1 line' : `${lines} lines`
  switch (reason.kind) {
    case 'label-missing':
      return `${these} came without the tag ${reason.label} and were left out; name the right tag, or group by it.`
    case 'region-foreign':
      return `${these} speak of the region "${reason.value}" (tag ${reason.label}), which the configuration does not know, and were left out; add it to regions, or to a region's aliases.`
    case 'name-empty':
      return `${these} have a ${reason.label} that no id can be made of, and were left out.`
  }
}
