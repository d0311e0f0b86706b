import type { Batch } from './batch.ts'
import type { ProblemList } from './report-problems.ts'
import { createEdgeNaming, latencyFactorOf } from './create-edge-naming.ts'
import type { EdgeNaming } from './edge-naming.ts'
import { edgesOf, meshEdgesOf, withDerivedEntries, type EdgeNow } from './edge-readings.ts'
import { createEdgeTable, type EdgeTable, type Measure } from './edge-table.ts'
import type { RegionNames } from './names.ts'
import type { Role } from './question.ts'
import { isAnswered, type Reader } from './read-batch.ts'
import type { IstioSettings } from './istio-settings.ts'
import { derivesEntries, type PrometheusSettings } from './settings.ts'

const OWN_MEASURES: Partial<Record<Role, Measure>> = {
  requests: 'requests',
  errors: 'errors',
  degraded: 'degraded',
  sampleTime: 'sampleTime',
  p99: 'p99',
}
/** Callers' times stand in for servers that tell none: the longer one counts. */
const PLAIN_MEASURES: Partial<Record<Role, Measure>> = { ...OWN_MEASURES, callerP99: 'p99' }
const CALLER_MEASURES: Partial<Record<Role, Measure>> = {
  callerRequests: 'requests',
  callerErrors: 'errors',
  callerOnlyFailures: 'callerOnly',
  sampleTime: 'sampleTime',
  callerP99: 'p99',
}

interface EdgesInput<Settings> {
  settings: Settings
  regions: RegionNames
  batch: Batch
  read: Reader
  steps: number
  problems: ProblemList
}

/** The connections of a batch, step by step. */
export type EdgesAt = (step: number) => EdgeNow[]

export function edgesOfBatch(input: EdgesInput<PrometheusSettings>): EdgesAt {
  const { settings } = input
  return settings.preset === 'istio' ? meshEdges({ ...input, settings }) : plainEdges(input)
}

/** Where one row tells of a connection and nobody else does. */
function plainEdges(input: EdgesInput<PrometheusSettings>): EdgesAt {
  const { settings, regions, batch } = input
  const naming = createEdgeNaming(settings, regions, () => [])
  const read = inMilliseconds(input.read, latencyFactorOf(settings))
  const table = fillTable({ ...input, measures: PLAIN_MEASURES, read, naming })
  const areRequestsTold = isAnswered(batch, 'requests')
  return (step) => {
    const edges = edgesOf(table, step, areRequestsTold)
    // Envoys tell what they send: what comes in through a gateway is what it sends on.
    return derivesEntries(settings) ? withDerivedEntries(edges, settings.entry) : edges
  }
}

function meshEdges(input: EdgesInput<IstioSettings>): EdgesAt {
  const { settings, regions, batch, read } = input
  const labels = [...read('requests'), ...read('callerRequests')].map((series) => series.labels)
  const naming = createEdgeNaming(settings, regions, () => labels)
  const toldBy =
    (reporter: string): Reader =>
    (role) =>
      role === 'sampleTime' ? read(role).filter((series) => series.labels['reporter'] === reporter) : read(role)
  const destinations = fillTable({ ...input, measures: OWN_MEASURES, read: toldBy('destination'), naming })
  const callers = fillTable({ ...input, measures: CALLER_MEASURES, read: toldBy('source'), naming })
  const areFailuresTold = isAnswered(batch, 'callerOnlyFailures')
  const areRequestsTold = isAnswered(batch, 'requests') || isAnswered(batch, 'callerRequests')
  return (step) => {
    const edges = areRequestsTold
      ? meshEdgesOf({ destinations, callers, step, areFailuresTold })
      : edgesOf(destinations, step, false)
    return withDerivedEntries(edges, settings.entry)
  }
}

function fillTable(input: {
  batch: Batch
  steps: number
  measures: Partial<Record<Role, Measure>>
  read: Reader
  naming: EdgeNaming
  problems: ProblemList
}): EdgeTable {
  const { batch, measures, read, naming, problems } = input
  const asked = [...batch.keys()].flatMap((role) => {
    const measure = measures[role]
    return measure === undefined ? [] : [{ role, measure }]
  })
  const answered = new Set(asked.filter(({ role }) => isAnswered(batch, role)).map(({ measure }) => measure))
  const table = createEdgeTable({ steps: input.steps, answered })
  for (const { role, measure } of asked) problems.skipped(role, table.add(measure, read(role), naming))
  return table
}

function inMilliseconds(read: Reader, factor: number): Reader {
  if (factor === 1) return read
  return (role) => {
    if (role !== 'p99' && role !== 'callerP99') return read(role)
    return read(role).map((series) => ({ ...series, values: series.values.map((value) => value * factor) }))
  }
}
