import type { CommandReading } from './command-reading.ts'
import { readCommand } from './command-reading.ts'
import { inferHalfOpen, NEVER_OPEN, type HalfOpenMemory } from './infer-half-open.ts'
import { readTurbineCommand, type TurbineReading } from './turbine-reading.ts'
import { COMMAND_TYPE, META_TYPE, numberOfWire, THREAD_POOL_TYPE, type WireCommand, type WireEvent } from './wire.ts'

/** What one stream has told last of each of its commands. */
export interface CommandBook<Reading> {
  accept(event: WireEvent, now: number): void
  /** Commands that are still told of, or were until the stream was lost. */
  readings(now: number): Told<Reading>[]
  /** Of Turbine: that it hears of no host. */
  hearsNobody(): boolean
}

export interface Told<Reading> {
  reading: Reading
  /** When it was told, ms by our clock. */
  toldAt: number
}

/** Each command is told of at every turn; one that is not for so long, while others are, is told of no more. */
export const TOLD_WITHIN_MS = 15_000
/** What a stream told before it was lost stands for so long, and ages. */
const FORGOTTEN_AFTER_MS = 300_000

export function createInstanceBook(): CommandBook<CommandReading> {
  const pools = new Map<string, number>()
  const halfOpen = new Map<string, HalfOpenMemory>()
  return createBook({
    read(wire, key, now) {
      const reading = readCommand(wire)
      const { isHalfOpen, memory } = inferHalfOpen(halfOpen.get(key) ?? NEVER_OPEN, reading, now)
      halfOpen.set(key, memory)
      const limit = reading.threadPool === null ? reading.concurrencyLimit : (pools.get(reading.threadPool) ?? NaN)
      return { ...reading, state: isHalfOpen ? 'half-open' : reading.state, concurrencyLimit: limit }
    },
    onPool: (name, size) => pools.set(name, size > 0 ? size : NaN),
    onForget: (key) => halfOpen.delete(key),
  })
}

export function createClusterBook(): CommandBook<TurbineReading> {
  return createBook({ read: (wire, _, now) => readTurbineCommand(wire, now), onPool: () => {}, onForget: () => {} })
}

function createBook<Reading>(input: {
  read: (wire: WireCommand, key: string, now: number) => Reading
  onPool: (name: string, size: number) => void
  onForget: (key: string) => void
}): CommandBook<Reading> {
  const commands = new Map<string, { name: string; told: Told<Reading> }>()
  let hearsNobody = false

  function forget(key: string): void {
    commands.delete(key)
    input.onForget(key)
  }

  return {
    accept(event, now) {
      if ('deleteData' in event) {
        if (event.type !== COMMAND_TYPE) return
        for (const [key, { name }] of commands) if (name === event.name) forget(key)
      } else if (event.type === META_TYPE) {
        hearsNobody = numberOfWire(event.reportingHostsLast10Seconds) === 0
      } else if (event.type === THREAD_POOL_TYPE) {
        input.onPool(event.name, numberOfWire(event.currentMaximumPoolSize))
      } else {
        const key = `${event.group ?? ''}\n${event.name}`
        commands.set(key, { name: event.name, told: { reading: input.read(event, key, now), toldAt: now } })
      }
    },
    readings(now) {
      const newestAt = Math.max(...Array.from(commands.values(), ({ told }) => told.toldAt))
      const since = now - newestAt > FORGOTTEN_AFTER_MS ? Infinity : newestAt - TOLD_WITHIN_MS
      for (const [key, { told }] of commands) if (told.toldAt < since) forget(key)
      return Array.from(commands.values(), ({ told }) => told)
    },
    hearsNobody: () => hearsNobody,
  }
}
