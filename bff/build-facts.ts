import type { Logger } from 'pino'
import type { Change } from '#contract/change.ts'
import { changeOfRow } from '#bff/changes/change-row.ts'
import { Failure } from './failure.ts'
import type { Configuration } from '#bff/config/configuration.ts'
import type { FactServices } from '#bff/http/fact-services.ts'
import { createServiceBook, type ServiceBook } from '#bff/services/create-service-book.ts'
import { listScoreRules, putScoreRules, readScoreRules } from '#bff/services/put-score-rules.ts'
import { setInstanceStatus } from '#bff/services/set-instance-status.ts'
import type { TrafficSource } from '#bff/sources/source.ts'
import type { Store } from '#bff/store/store.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import type { Fleet } from './fleet.ts'

/** What the fleet's own systems know, joined: what sources tell goes in, what people and the map ask comes out. */
export interface FactRooms {
  book: ServiceBook
  accept(source: TrafficSource, report: SourceReport): void
  acceptChange(change: Change): void
  services: FactServices
}

/** Deploys of the last week count as changes of a service's version. */
const DEPLOYS_SPAN_MS = 7 * 86_400_000
const MOST_DEPLOYS = 1_000
const ORDER_LIMIT_MS = 60_000

export function buildFacts(input: {
  configuration: Configuration
  store: Store
  fleet: Fleet
  sources: readonly TrafficSource[]
  worldNow: () => number
  log: Logger
}): FactRooms {
  const { configuration, store, fleet, sources, worldNow, log } = input
  const book = createServiceBook({
    settings: configuration.identity,
    freshness: configuration.freshness,
    roster: () => (fleet.newest() === null ? null : fleet.roster()),
    worldNow,
  })
  const configured = configuration.score
  readDeploys(store, worldNow(), book).catch((error: unknown) => log.warn({ err: error }, 'deploys could not be read'))

  async function service(id: string) {
    const detail = book.service(id)
    if (detail === null) throw noSuchService(id, book.like(id))
    return { ...detail, ...(await readScoreRules({ store, service: id, configured })) }
  }

  return {
    book,
    accept(source, report) {
      if (report.facts === undefined) return
      const { id, kind, link = null } = source
      // What is told may be older by nature than it is asked for often: a registry hands out lists it has kept.
      const periodMs = Math.max(source.periodMs, ...report.feeds.map((feed) => feed.periodMs))
      book.accept({ id, kind, link, periodMs }, report)
    },
    acceptChange: (change) => acceptDeploy(book, change),
    services: {
      services: async () => ({ ...book.services(), scoreRules: await listScoreRules({ store, configured }) }),
      service,
      async putScoreRules(given) {
        if (book.service(given.service) === null) throw noSuchService(given.service, book.like(given.service))
        return putScoreRules({ ...given, configured })
      },
      identity: () => book.identity(),
      setInstanceStatus: (given) =>
        setInstanceStatus({
          ...given,
          find: (asked) => book.findInstance(asked),
          write({ source, registryName, instance, to }) {
            const order = sources.find(({ id }) => id === source)?.setInstanceStatus
            return order?.({ name: registryName, instance, to, signal: AbortSignal.timeout(ORDER_LIMIT_MS) }) ?? null
          },
        }),
    },
  }
}

/** What a change record says of versions; the others say nothing of them. */
function acceptDeploy(book: ServiceBook, { kind, startedAt, regions, services }: Change): void {
  if (kind !== 'deploy') return
  for (const region of regions) for (const service of services) book.acceptDeploy({ region, service, at: startedAt })
}

async function readDeploys(store: Store, now: number, book: ServiceBook): Promise<void> {
  const rows = await store.changes.list({ from: now - DEPLOYS_SPAN_MS, limit: MOST_DEPLOYS })
  for (const row of rows) acceptDeploy(book, changeOfRow(row))
}

function noSuchService(id: string, like: readonly string[]): Failure {
  return new Failure({
    code: 'not_found',
    message: `The fleet has no service ${id}.${like.length === 0 ? '' : ` Did you mean ${like.join(', ')}?`}`,
    path: 'service',
    expected: like.length === 0 ? 'the id of a service, as GET /api/v1/services lists them' : like.join(' or '),
  })
}
