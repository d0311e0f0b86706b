import type { IdentityEntry } from '#contract/services/identity.ts'
import type { Configuration } from '#bff/config/configuration.ts'
import { createServiceBook } from '#bff/services/create-service-book.ts'
import type { DoctorFinding, TrafficSource } from '#bff/sources/source.ts'
import { createTopology } from '#bff/topology/create-topology.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import type { Clock } from './clock.ts'

/** So many names that joined nobody are written out a source and kind; the rest are counted. */
const MOST_WRITTEN_OUT = 10
/** A source of streams has something to tell only once they have spoken. */
const STREAMS_SPEAK_MS = 3_000

/** Asks every source once and says which names joined which service, and which none: what the console would show. */
export async function examineIdentity(input: {
  configuration: Configuration
  sources: readonly TrafficSource[]
  clock: Clock
  signal: AbortSignal
}): Promise<DoctorFinding[]> {
  const { configuration, sources, clock } = input
  const telling = sources.filter(({ tells }) => tells.some((kind) => kind !== 'traffic'))
  if (telling.length === 0) return []
  const regions = configuration.regions.map(({ id, name }) => ({ id, name: name ?? id }))
  const topology = createTopology({ epoch: 'doctor', regions, freshness: configuration.freshness })
  const reports = await pollAll(sources, input.signal)
  for (const { source, report } of reports) if (source.tells.includes('traffic')) topology.accept(report)
  const now = clock.now()
  topology.takeFrame({ seq: 1, at: now, worldAt: now })
  const book = createServiceBook({
    settings: configuration.identity,
    freshness: configuration.freshness,
    roster: () => topology.roster(),
    worldNow: () => now,
  })
  for (const { source, report } of reports) {
    const { id, kind, periodMs } = source
    book.accept({ id, kind, periodMs, link: null }, report)
  }
  const { joined, unmatched, idle } = book.identity()
  return [...findingsOf(joined, unmatched), ...idle.map((line) => idleFinding(telling, line))]
}

async function pollAll(sources: readonly TrafficSource[], signal: AbortSignal) {
  const reports: { source: TrafficSource; report: SourceReport }[] = []
  // In their order: a source of streams asks the registry before it which instances there are.
  for (const source of sources) {
    const report = await pollOnce(source, signal)
    if (report !== null) reports.push({ source, report })
  }
  return reports
}

async function pollOnce(source: TrafficSource, signal: AbortSignal): Promise<SourceReport | null> {
  const first = await source.poll({ signal }).catch(() => null)
  if (source.close === undefined) return first?.kind === 'answered' ? first.report : null
  await new Promise((resolve) => setTimeout(resolve, STREAMS_SPEAK_MS))
  const later = await source.poll({ signal }).catch(() => null)
  return later?.kind === 'answered' ? later.report : null
}

function findingsOf(joined: readonly IdentityEntry[], unmatched: readonly IdentityEntry[]): DoctorFinding[] {
  const groups = Map.groupBy([...joined, ...unmatched], ({ source, tells }) => JSON.stringify([source, tells]))
  return [...groups.values()].flatMap((entries) => {
    const [first] = entries
    if (first === undefined) return []
    const lost = entries.filter(({ service }) => service === null)
    const met = entries.length - lost.length
    const answer = `${met} of ${entries.length} name(s) joined a service of the fleet`
    const written = lost.slice(0, MOST_WRITTEN_OUT).map(unmatchedFinding)
    const rest = lost.length - written.length
    return [
      finding(first.source, `names of ${first.tells}`, lost.length === 0 ? 'ok' : 'warning', answer),
      ...written,
      ...(rest > 0
        ? [finding(first.source, `names of ${first.tells}`, 'warning', `and ${rest} more joined none`)]
        : []),
    ]
  })
}

function unmatchedFinding({ source, tells, name, line, like, facts }: IdentityEntry): DoctorFinding {
  const led = line === null ? '' : ` ${line} leads to no service of the fleet.`
  const [likest] = like
  const advice =
    likest === undefined
      ? 'If it is a service of yours, name it under identity.names.'
      : `If it is ${like.join(' or ')}, write identity: { names: { ${JSON.stringify(name)}: ${likest} } }.`
  return finding(source, `${tells} of ${name}`, 'warning', `${facts} fact(s) join no service.${led} ${advice}`)
}

function idleFinding([first]: readonly TrafficSource[], line: string): DoctorFinding {
  return finding(first?.id ?? 'identity', line, 'warning', 'met no name at all; is it still wanted?')
}

function finding(source: string, asked: string, outcome: DoctorFinding['outcome'], answer: string): DoctorFinding {
  return { source, asked, outcome, answer, ageMs: null }
}
