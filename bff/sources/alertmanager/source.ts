import { createHash, timingSafeEqual } from 'node:crypto'
import { GLOBAL_REGION, type RegionId, type SourceId } from '#contract/ids.ts'
import type { SourceProblem } from '#contract/source-status.ts'
import type { Clock } from '#bff/clock.ts'
import type { AlertReading } from '#bff/topology/facts.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import type { AlertSilencer } from '../alert-silencer.ts'
import type { DeliveryOutcome, PollOutcome, TrafficSource } from '../source.ts'
import { createAlertBook, type AlertBook } from './alert-book.ts'
import { createAlertmanagerClient, type AlertmanagerClient } from './client.ts'
import { examine } from './examine.ts'
import { foreignRegionOf, type AlertNaming } from './read-alert.ts'
import type { AlertmanagerSettings } from './settings.ts'
import { createSilencer } from './silencer.ts'
import { instantOfWire, WireHook } from './wire.ts'

/** What Alertmanager alerts on: asked for each period, and delivered by its webhook. */
export function createAlertmanagerSource(input: {
  id: SourceId
  settings: AlertmanagerSettings
  regions: readonly RegionId[]
  /** What else data may call a region. */
  regionAliases: ReadonlyMap<string, RegionId>
  clock: Clock
}): TrafficSource & { silencer: AlertSilencer } {
  const { id, settings, clock } = input
  const regionNames = new Map([...input.regions.map((region) => [region, region] as const), ...input.regionAliases])
  const naming: AlertNaming = { settings, regionNames }
  const client = createAlertmanagerClient(settings)
  const book = createAlertBook({ naming, receivers: settings.receivers })
  // Of the last list or delivery: whoever delivers one alert would have delivered the others. Each has its own age too.
  let observedAt = NaN

  function report(at: number, problems: readonly SourceProblem[]): SourceReport {
    return {
      source: id,
      at,
      feeds: [{ region: settings.region ?? GLOBAL_REGION, observedAt, periodMs: settings.period }],
      edges: [],
      nodes: [],
      zones: [],
      business: [],
      facts: { alerts: book.readings() },
      problems: [...problems],
    }
  }

  function take(body: unknown): DeliveryOutcome {
    const hook = WireHook.safeParse(body)
    if (!hook.success) return { kind: 'unreadable', place: hook.error.issues[0]?.path.join('.') ?? '' }
    const at = clock.now()
    const count = book.takeDelivery(hook.data, at)
    observedAt = at
    return { kind: 'taken', count, report: report(at, []) }
  }

  return {
    id,
    kind: 'alertmanager',
    tells: ['alerts'],
    preset: 'v2',
    url: settings.url,
    link: settings.page ?? settings.url,
    periodMs: settings.period,
    regions: settings.region === undefined ? input.regions : [settings.region],
    silencer: createSilencer({ settings, client, naming, clock }),
    async poll({ signal }) {
      const outcome = await pollInto({ book, client, naming, clock, receivers: settings.receivers }, signal)
      if (outcome.kind === 'failed') return outcome
      observedAt = outcome.at
      return { kind: 'answered', report: report(outcome.at, outcome.problems) }
    },
    ...(settings.hook === undefined ? {} : { hook: { isSecret: isSecretOf(settings.hook.secret), take } }),
    backfill: () => NO_PAST,
    examine: ({ signal }) => examine({ settings, client, naming, clock }, signal),
  }
}

interface PollGround {
  book: AlertBook
  client: AlertmanagerClient
  naming: AlertNaming
  clock: Clock
  receivers: readonly string[]
}

type Polled = { kind: 'polled'; at: number; problems: SourceProblem[] } | Extract<PollOutcome, { kind: 'failed' }>

/** Without the alerts nothing is known; without status or groups only that much less. */
async function pollInto({ book, client, naming, clock, receivers }: PollGround, signal: AbortSignal): Promise<Polled> {
  const beganAt = clock.now()
  const [alerts, groups, status] = await Promise.all([
    client.alerts({ receivers, signal }),
    client.groups({ receivers, signal }),
    client.status({ signal }),
  ])
  const at = clock.now()
  if (alerts.kind === 'failed') {
    const { message, retryAfterMs } = alerts.failure
    const problem = { asked: 'alerts', message, at }
    return { kind: 'failed', problem, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  }
  book.takeList({
    alerts: alerts.value.alerts,
    groups: groups.kind === 'answered' ? groups.value : null,
    beganAt,
    at,
    serverStartedAt: status.kind === 'answered' ? instantOfWire(status.value.uptime) : NaN,
  })
  const said = [
    ...(groups.kind === 'failed' ? [{ asked: 'groups', message: groups.failure.message }] : []),
    ...(status.kind === 'failed' ? [{ asked: 'status', message: status.failure.message }] : []),
    ...problemsOfAlerts(book, naming, alerts.value.unreadable),
  ]
  return { kind: 'polled', at, problems: said.map((problem) => ({ ...problem, at })) }
}

function problemsOfAlerts(book: AlertBook, naming: AlertNaming, unreadable: number) {
  const problems: string[] = []
  if (unreadable > 0) problems.push(`${counted(unreadable)} could not be read and ${were(unreadable)} left out.`)
  const silent = book.unrepeated()
  if (silent > 0) {
    problems.push(
      `Alertmanager has restarted and was not told again of ${counted(silent)} that it had; until it is, they are shown as they were.`,
    )
  }
  for (const [name, count] of foreignRegions(book.readings(), naming)) {
    problems.push(
      `${counted(count)} name the region "${name}", which the configuration does not know; add it to regions, or to a region's aliases.`,
    )
  }
  return problems.map((message) => ({ asked: 'alerts', message }))
}

/** Digests are of one length, whatever is given. */
function isSecretOf(secret: string): (given: string) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const own = digest(secret)
  return (given) => timingSafeEqual(digest(given), own)
}

const MOST_NAMES = 5

function foreignRegions(readings: readonly AlertReading[], naming: AlertNaming): [string, number][] {
  const counts = new Map<string, number>()
  for (const { state, labels } of readings) {
    const name = state === 'resolved' ? null : foreignRegionOf(labels, naming)
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].toSorted((one, other) => other[1] - one[1]).slice(0, MOST_NAMES)
}

function counted(count: number): string {
  return count === 1 ? '1 alert' : `${count} alerts`
}

function were(count: number): string {
  return count === 1 ? 'was' : 'were'
}

/** Alertmanager remembers no ends. */
const NO_PAST: AsyncIterable<SourceReport> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
}
