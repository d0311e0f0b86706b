import { edgeIdOf, INTERNET, type EdgeKey } from '#contract/ids.ts'
import { askAll, failureOfAll } from './batch.ts'
import type { PrometheusContext } from './context.ts'
import { createEdgeNaming } from './create-edge-naming.ts'
import type { EdgeNaming } from './edge-naming.ts'
import type { Question, Role } from './question.ts'
import { instant, seriesOf } from './series.ts'
import { derivesEntries, type PrometheusSettings } from './settings.ts'
import type { WireLabels } from './wire.ts'
import { withWindow } from './wire-queries.ts'

/** A row of Prometheus's answers, and the connection it stands for. */
export interface NamedRow {
  /** Of the connection that Prometheus tells of. */
  id: string
  key: EdgeKey
  side: 'own' | 'caller'
  labels: WireLabels
}

type Found =
  | { kind: 'found'; naming: EdgeNaming; rowsOf: (connection: EdgeKey) => readonly NamedRow[] }
  | { kind: 'failed'; message: string }

const ROWS_LAST_MS = 60_000

/** Which rows stand for which connection, asked at most once a minute; a failure is not remembered. */
export function createRowFinder() {
  let known: { at: number; found: Promise<Found> } | null = null
  return (context: PrometheusContext, questions: readonly Question[], signal: AbortSignal): Promise<Found> => {
    // One quantile of each side: the rows of the others are the same.
    const asked = questions.filter(
      ({ role }, place) => questions.findIndex((one) => isSameSide(one.role, role)) === place,
    )
    const now = context.clock.now()
    if (known !== null && now - known.at < ROWS_LAST_MS) return known.found
    const found = findRows(context, asked, signal)
    const fresh = { at: now, found }
    known = fresh
    void found.then(({ kind }) => {
      if (kind === 'failed' && known === fresh) known = null
    })
    return found
  }
}

async function findRows(
  context: PrometheusContext,
  questions: readonly Question[],
  signal: AbortSignal,
): Promise<Found> {
  const { settings, client, clock } = context
  const atMs = clock.now()
  const batch = await askAll({
    questions,
    ask: ({ query }, inner) => client.query({ query: withWindow(query, settings.window), atMs, signal: inner }),
    limits: settings.limits,
    signal,
  })
  const failure = failureOfAll(batch)
  if (failure !== null) return { kind: 'failed', message: failure.message }
  const told = [...batch].flatMap(([role, { answer }]) => {
    const series = answer.kind === 'answered' ? seriesOf(answer.value.result, instant(atMs)).series : []
    return series.map(({ labels }) => ({ side: sideOf(role), labels }))
  })
  const naming = createEdgeNaming(settings, context.regions, () => told.map(({ labels }) => labels))
  const rows = told.flatMap(({ side, labels }): NamedRow[] => {
    const named = naming(labels)
    return named.kind === 'edge' ? [{ id: edgeIdOf(named.key), key: named.key, side, labels }] : []
  })
  return { kind: 'found', naming, rowsOf: (connection) => rowsOf(connection, rows, settings) }
}

/**
 * Of a mesh, what enters through a gateway that nobody is seen to call is known by what the gateway sends on
 * (`withDerivedEntries` in edge-readings.ts).
 */
function rowsOf(connection: EdgeKey, rows: readonly NamedRow[], settings: PrometheusSettings): NamedRow[] {
  const id = edgeIdOf(connection)
  const own = rows.filter((row) => row.id === id)
  const { source, target, targetRegion } = connection
  if (own.length > 0 || !derivesEntries(settings) || source !== INTERNET) return own
  return rows.filter(({ key }) => key.source === target && key.sourceRegion === targetRegion)
}

function isSameSide(one: Role, other: Role): boolean {
  return sideOf(one) === sideOf(other)
}

export function sideOf(role: Role): NamedRow['side'] {
  return role.startsWith('caller') ? 'caller' : 'own'
}
