import type { CauseEdge, CauseNode, Incident, Samples, SymptomMeasure } from '#bff/detection/cause/incident.ts'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'

/**
 * The PetShop data set on disk: any folder that holds, at whatever depth, variants (a call graph in `graph.csv`, the
 * ordinary in `noissue/metrics.csv`) and within a variant issues (`metrics.csv` and `target.json`).
 */
export interface PetshopIssue {
  /** Path below the folder that was read. */
  name: string
  variant: string
  incident: Incident
  /** The node that was broken on purpose. */
  rootCause: string
}

const Target = z.object({
  target: z.object({ node: z.string(), metric: z.string(), agg: z.string().optional(), timestamp: z.number() }),
  root_cause: z.object({ node: z.string() }),
})

/** Timestamps are the starts of samples of five minutes, in seconds. */
const MS_PER_SECOND = 1_000

export function loadPetshop(dir: string): PetshopIssue[] {
  return variantsBelow(dir).flatMap((variant) => loadVariant(dir, variant))
}

function variantsBelow(dir: string): string[] {
  if (existsSync(join(dir, 'graph.csv'))) return [dir]
  return foldersOf(dir).flatMap(variantsBelow)
}

function foldersOf(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(dir, name))
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
}

function issuesBelow(dir: string): string[] {
  if (existsSync(join(dir, 'target.json'))) return [dir]
  return foldersOf(dir).flatMap(issuesBelow)
}

function loadVariant(root: string, variant: string): PetshopIssue[] {
  const edges = edgesOf(rowsOfCsv(join(variant, 'graph.csv')))
  const ordinary = metricsOf(rowsOfCsv(join(variant, 'noissue', 'metrics.csv')))
  return issuesBelow(variant).map((folder) => {
    const { target, root_cause: cause } = Target.parse(JSON.parse(readFileSync(join(folder, 'target.json'), 'utf8')))
    const metrics = metricsOf(rowsOfCsv(join(folder, 'metrics.csv')))
    const names = new Set([...metrics.names, ...edges.flatMap(({ caller, callee }) => [caller, callee])])
    const incident: Incident = {
      nodes: [...names].map((id) => nodeOf(id, ordinary, metrics)),
      edges,
      symptom: { node: target.node, measure: measureOf(target.metric) },
      times: metrics.times,
    }
    return { name: folder.slice(root.length + 1), variant: basename(variant), incident, rootCause: cause.node }
  })
}

/** A square matrix: a row each caller, a column each callee, not zero where the one calls the other. */
function edgesOf([header = [], ...rows]: readonly string[][]): CauseEdge[] {
  return rows.flatMap(([caller = '', ...cells]) =>
    cells.flatMap((cell, at) => {
      const callee = header[at + 1] ?? ''
      return Number(cell) > 0 ? [{ caller, callee }] : []
    }),
  )
}

interface Metrics {
  names: ReadonlySet<string>
  times: Float64Array
  /** By node, metric and statistic, joined by tabs. */
  columns: ReadonlyMap<string, Float64Array>
}

const HEADER_ROWS = 4

/** Three header rows (node, metric, statistic), one that names the index, then a row a sample; an empty cell is unknown. */
function metricsOf(rows: readonly string[][]): Metrics {
  const [nodes = [], metrics = [], statistics = []] = rows
  const samples = rows.slice(HEADER_ROWS)
  const columns = new Map<string, Float64Array>()
  for (let at = 1; at < nodes.length; at += 1) {
    const key = [nodes[at], metrics[at], statistics[at]].join('\t')
    columns.set(
      key,
      Float64Array.from(samples, (row) => numberOf(row[at])),
    )
  }
  const times = Float64Array.from(samples, ([second]) => numberOf(second) * MS_PER_SECOND)
  return { names: new Set(nodes.slice(1)), times, columns }
}

function numberOf(cell: string | undefined): number {
  return cell === undefined || cell === '' ? NaN : Number(cell)
}

function nodeOf(id: string, ordinary: Metrics, issue: Metrics): CauseNode {
  const samples = (metric: string, statistic: string, change = (value: number) => value): Samples | undefined => {
    const key = [id, metric, statistic].join('\t')
    const window = issue.columns.get(key)
    const history = ordinary.columns.get(key) ?? new Float64Array()
    return window && { history: history.map(change), window: window.map(change) }
  }
  const requests = samples('requests', 'Sum')
  const latency = samples('latency', 'Average')
  const failureShare = samples('availability', 'Average', (percent) => 1 - percent / 100)
  return {
    id,
    latencyIs: 'mean',
    ...(requests && { requests }),
    ...(latency && { latency }),
    ...(failureShare && { failureShare }),
  }
}

function measureOf(metric: string): SymptomMeasure {
  if (metric === 'latency' || metric === 'requests') return metric
  if (metric === 'availability') return 'failures'
  throw new Error(`PetShop target of an unknown metric: ${metric}`)
}

/** Comma separated; a cell in double quotes may hold commas, and quotes doubled. */
function rowsOfCsv(path: string): string[][] {
  return readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => (line.includes('"') ? cellsOf(line) : line.split(',')))
}

/** Split at the commas outside of quotes: every second part between quotes lies inside of them. */
function cellsOf(line: string): string[] {
  const marked = line.split('"').map((part, at) => (at % 2 === 0 ? part.replaceAll(',', '\n') : part))
  return marked
    .join('"')
    .split('\n')
    .map((cell) => cell.replace(/^"(.*)"$/, '$1').replaceAll('""', '"'))
}
