import type { InstanceReading, InstanceState, PlaneDescriptor } from '#contract/evacuation/plane.ts'
import type { Clock } from '#bff/clock.ts'
import type { Control } from '#bff/evacuation/control.ts'

/** What every instance of every plane said last, asked in turn for all viewers alike. */
export interface PlaneWatch {
  start(): void
  stop(): Promise<void>
  planes(): readonly { descriptor: PlaneDescriptor; instances: InstanceState[]; readings: InstanceReading[] }[]
  /** Asks all of them now; for a dry run, which must not be of five seconds ago. */
  readNow(): Promise<void>
}

interface WatchTimers {
  setTimeout(run: () => void, afterMs: number): unknown
  clearTimeout(handle: unknown): void
}

const EVERY_MS = 5_000
const LIMIT_MS = 2_000

export function watchPlanes(input: { controls: readonly Control[]; clock: Clock; timers: WatchTimers }): PlaneWatch {
  const { controls, clock, timers } = input
  const states = new Map<string, InstanceState>()
  let planned: unknown = null
  let isRunning = false
  let underWay: Promise<void> | null = null

  async function readOne(control: Control, instance: string): Promise<void> {
    const plane = control.descriptor.id
    const at = clock.now()
    const answer = await control.read(instance, LIMIT_MS)
    const key = `${plane}/${instance}`
    const before = states.get(key)
    if (answer.kind === 'read') {
      states.set(key, { kind: 'read', plane, reading: answer.reading, tookMs: Math.max(0, clock.now() - at) })
      return
    }
    const last = before === undefined ? null : before.kind === 'read' ? before.reading : before.last
    states.set(key, { kind: 'unread', plane, instance, at: clock.now(), why: answer.why, last })
  }

  function readAll(): Promise<void> {
    underWay ??= Promise.all(
      controls.flatMap((control) => control.descriptor.instances.map((instance) => readOne(control, instance))),
    )
      .then(() => {})
      .finally(() => {
        underWay = null
      })
    return underWay
  }

  async function go(): Promise<void> {
    await readAll()
    if (isRunning) planned = timers.setTimeout(() => void go(), EVERY_MS)
  }

  return {
    start() {
      if (isRunning || controls.length === 0) return
      isRunning = true
      void go()
    },
    async stop() {
      isRunning = false
      timers.clearTimeout(planned)
      await underWay
    },
    planes: () =>
      controls.map(({ descriptor }) => {
        const instances = descriptor.instances.map(
          (instance) => states.get(`${descriptor.id}/${instance}`) ?? neverRead(descriptor.id, instance, clock.now()),
        )
        const readings = instances.flatMap((state) => (state.kind === 'read' ? [state.reading] : []))
        return { descriptor, instances, readings }
      }),
    readNow: readAll,
  }
}

function neverRead(plane: string, instance: string, at: number): InstanceState {
  return { kind: 'unread', plane, instance, at, why: 'not asked yet', last: null }
}
