import type { Run } from '#contract/evacuation/run.ts'
import type { Control } from './control.ts'
import type { ControllerPorts } from './controller-ports.ts'
import { planesOf } from './goal.ts'

/** The planes a run writes, and those its gating rules look at. */
export function concernedControls(
  run: Pick<Run, 'plan'>,
  ports: Pick<ControllerPorts, 'controls' | 'settings'>,
): readonly Control[] {
  const scope = planesOf(run)
  return ports.controls.filter(
    ({ descriptor: { id } }) =>
      scope.includes(id) || ports.settings.rules.some((rule) => rule.kind === 'gating' && rule.plane === id),
  )
}
