import type { Run } from '#contract/evacuation/run.ts'
import { noteReading, statesOf } from './books.ts'
import { callPort } from './call-port.ts'
import { concernedControls } from './concerned-controls.ts'
import type { ControllerPorts } from './controller-ports.ts'
import { freshMemory, type Machine, type Surroundings } from './machine.ts'
import { preflight } from './preflight.ts'
import type { RuleFinding } from './rules/rule.ts'

/** Reads every place the plan touches, once, and judges the rules over what they say. Writes nothing. */
export async function readForPreflight(
  run: Run,
  others: readonly Run[],
  ports: ControllerPorts,
): Promise<{ machine: Machine; findings: RuleFinding[] }> {
  const { clock, settings } = ports
  const controls = concernedControls(run, ports)
  const descriptors = controls.map((each) => each.descriptor)
  const around = (): Surroundings => ({
    now: clock.now(),
    steady: clock.steady(),
    jitter: 0,
    descriptors,
    fleet: ports.telemetry.observe(run.plan.scope),
    probes: ports.probes.observe(run.plan.scope),
    settings,
    others,
  })
  let memory = freshMemory(descriptors, clock.steady())
  const readings = controls.flatMap((control) =>
    control.descriptor.instances.map(
      (instance) =>
        new Promise<void>((done) => {
          const askedAt = clock.steady()
          callPort(
            () => control.read(instance, settings.callLimitMs),
            { limitMs: settings.callLimitMs, timers: ports.timers },
            (answer) => {
              memory = noteReading(
                memory,
                { kind: 'read', plane: control.descriptor.id, instance, askedAt, answer },
                around(),
              )
              done()
            },
          )
        }),
    ),
  )
  await Promise.all(readings)
  const machine = { run: { ...run, planes: statesOf(memory, clock.now()) }, memory }
  return { machine, findings: preflight(machine, around()) }
}
