import type { Run } from '#contract/evacuation/run.ts'
import { callPort } from './call-port.ts'
import type { Control } from './control.ts'
import type { ControllerPorts } from './controller-ports.ts'
import type { Effect, Input } from './machine.ts'

export type Answered = Exclude<Input, { kind: 'told' | 'tick' }>

/** Calls the port, and brings its answer, or that there was none in time, back as an input. */
export function carryOut(
  effect: Effect,
  run: Run,
  by: { ports: ControllerPorts; controls: readonly Control[]; answer: (said: Answered) => void },
): void {
  const { ports, controls, answer } = by
  const limitMs = ports.settings.callLimitMs
  const limit = { limitMs, timers: ports.timers }
  switch (effect.kind) {
    case 'read': {
      const { plane, instance } = effect
      const askedAt = ports.clock.steady()
      const control = controls.find((each) => each.descriptor.id === plane)
      if (control === undefined) return
      callPort(
        () => control.read(instance, limitMs),
        limit,
        (said) => answer({ kind: 'read', plane, instance, askedAt, answer: said }),
      )
      return
    }
    case 'write': {
      const { key, plane, intent } = effect
      const control = controls.find((each) => each.descriptor.id === plane)
      if (control === undefined) return
      callPort(
        () => control.write(intent, limitMs),
        limit,
        (said) => answer({ kind: 'wrote', key, answer: said }),
      )
      return
    }
    case 'hook': {
      const { step, index, key } = effect
      callPort(
        () => ports.hooks.call({ step, plan: run.plan, key }, limitMs),
        limit,
        (said) => answer({ kind: 'hooked', step: index, answer: said }),
      )
      return
    }
    case 'ready': {
      const { needs, index } = effect
      const unknown = needs.map(() => NaN)
      callPort(
        () => ports.hooks.ready(needs, run.plan),
        limit,
        (said) => answer({ kind: 'readied', step: index, instances: 'kind' in said ? unknown : said }),
      )
    }
  }
}
