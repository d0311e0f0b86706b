import type { SourceId } from '#contract/ids.ts'
import type { Clock } from '#bff/clock.ts'
import type { BreakerReading } from '#bff/topology/facts.ts'
import type { DoctorFinding } from '../source.ts'
import type { StreamSystem } from './stream-system.ts'
import type { StreamTold } from './stream-set.ts'
import { lagOf, troublesOf } from './stream-troubles.ts'

type Finding = Omit<DoctorFinding, 'source'>

/** Long enough for an application that sends a command a second. */
const LISTENED_MS = 5_000
const MOST_NAMES = 8

/** Opens the streams, listens for some seconds, and lets go of them: for the table that `npm run doctor` prints. */
export async function examine<Reading extends { at: number }>(input: {
  id: SourceId
  system: StreamSystem<Reading>
  clock: Clock
  signal: AbortSignal
}): Promise<DoctorFinding[]> {
  const { id, system, clock, signal } = input
  const { streams, leftOut } = await system.list(signal)
  const set = system.openSet()
  try {
    set.follow(streams)
    await set.firstWord({ limitMs: LISTENED_MS, signal })
    const told = set.told()
    const findings = [
      examineStreams(told),
      ...[...leftOut, ...troublesOf(told, clock.now()).messages].map((message) =>
        finding('streams', 'warning', message),
      ),
      ...examineCommands(told, system.breakersOf(told)),
    ]
    return findings.map((one) => ({ source: id, ...one }))
  } finally {
    await set.close()
  }
}

function examineStreams(told: readonly StreamTold<unknown>[]): Finding {
  const open = told.filter(({ state }) => state.kind === 'open')
  const silent = open.filter(({ readings }) => readings.length === 0)
  const words = `${open.length} of ${told.length} streams are open`
  if (told.length === 0) return finding('streams', 'failed', 'There is no stream to read.')
  if (open.length === 0) return finding('streams', 'failed', `${words}.`)
  if (silent.length === 0) return finding('streams', open.length === told.length ? 'ok' : 'warning', `${words}.`)
  return finding('streams', 'warning', `${words}; ${silent.length} of them tell of no command yet: none has run there.`)
}

function examineCommands(told: readonly StreamTold<{ at: number }>[], breakers: readonly BreakerReading[]): Finding[] {
  if (breakers.length === 0) return []
  const names = [...new Set(breakers.map(({ command, group }) => (group === null ? command : `${command} (${group})`)))]
  const rest = names.length - MOST_NAMES
  const list = names.slice(0, MOST_NAMES).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
  const lags = told.map(lagOf).filter((lag) => !Number.isNaN(lag))
  return [
    {
      ...finding('commands', 'ok', `${breakers.length} breakers: ${list}.`),
      ageMs: lags.length === 0 ? null : Math.max(0, Math.round(Math.max(...lags))),
    },
  ]
}

function finding(asked: string, outcome: Finding['outcome'], answer: string): Finding {
  return { asked, outcome, answer, ageMs: null }
}
