import type { Batch } from './batch.ts'
import type { ProblemList } from './report-problems.ts'
import { canonicalNames, createCustomNaming, createIstioNaming, type EdgeNaming } from './edge-naming.ts'
import { edgesOf, meshEdgesOf, withDerivedEntries, type EdgeNow } from './edge-readings.ts'
import { createEdgeTable, type EdgeTable, type Measure } from './edge-table.ts'
import type { RegionNames } from './names.ts'
import type { Role } from './questions.ts'
import { isAnswered, type Reader } from './read-batch.ts'
import type { CustomSettings, IstioSettings, PrometheusSettings } from './settings.ts'

const OWN_MEASURES: Partial<Record<Role, Measure>> = {
  requests: 'requests',
  errors: 'errors',
  degraded: 'degraded',
  sampleTime: 'sampleTime',
  p99: 'p99',
}
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
  return settings.preset === 'custom' ? customEdges({ ...input, settings }) : meshEdges({ ...input, settings })
}

function customEdges(input: EdgesInput<CustomSettings>): EdgesAt {
  const { settings, regions, batch } = input
  const naming = createCustomNaming(settings, regions)
  const read = settings.latencyUnit === 's' ? secondsAsMs(input.read) : input.read
  const table = fillTable({ ...input, measures: OWN_MEASURES, read, naming })
  const areRequestsTold = isAnswered(batch, 'requests')
  return (step) => edgesOf(table, step, areRequestsTold)
}

function meshEdges(input: EdgesInput<IstioSettings>): EdgesAt {
  const { settings, regions, batch, read } = input
  const labels = [...read('requests'), ...read('callerRequests')].map((series) => series.labels)
  const naming = createIstioNaming(settings, regions, canonicalNames(labels))
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

function secondsAsMs(read: Reader): Reader {
  return (role) => {
    if (role !== 'p99') return read(role)
    return read(role).map((series) => ({ ...series, values: series.values.map((seconds) => seconds * 1_000) }))
  }
}
