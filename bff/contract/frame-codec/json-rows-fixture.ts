import { EDGE_COLUMNS, NODE_COLUMNS, type EdgeColumns, type Frame } from './frame.ts'

/** The frame as others would send it, an object a row: what the codec is measured against. */

/** What a server without a codec does with its columns: every one of them by its name, NaN as null. */
export function writeJsonRows(frame: Frame): Buffer {
  const edges = Array.from(frame.edges.requestsPerSecond, (_, row) => namedRow(EDGE_COLUMNS, frame.edges, row))
  const nodes = Array.from(frame.nodes.requestsPerSecond, (_, row) => namedRow(NODE_COLUMNS, frame.nodes, row))
  return Buffer.from(JSON.stringify({ edges, nodes }))
}

function namedRow<Column extends string>(
  columns: readonly Column[],
  values: Record<Column, Float32Array>,
  row: number,
): Record<string, number | undefined> {
  const named: Record<string, number | undefined> = {}
  for (const column of columns) named[column] = values[column][row]
  return named
}

/** The same rows as a thrifty server would send them: five digits are enough for people. */
export function namedJsonRows(frame: Frame): string {
  const edges = Array.from(frame.edges.requestsPerSecond, (_, row) => namedRow(EDGE_COLUMNS, frame.edges, row))
  const nodes = Array.from(frame.nodes.requestsPerSecond, (_, row) => namedRow(NODE_COLUMNS, frame.nodes, row))
  const thrifty = (_: string, value: unknown) =>
    typeof value === 'number' && !Number.isNaN(value) ? Number(value.toPrecision(5)) : value
  return JSON.stringify({ edges, nodes }, thrifty)
}

/**
 * The leanest rows anybody would send: four values under short names, in five digits, without lag and saturation. For
 * comparing bytes and reading, where long names and long numbers would flatter the codec.
 */
export function leanJsonRows(frame: Frame): string {
  return JSON.stringify([...leanRows(frame.edges), ...leanRows(frame.nodes)])
}

function leanRows(columns: EdgeColumns): { rps: number; err: number; deg: number; p99: number }[] {
  return Array.from(columns.requestsPerSecond, (rps, row) => ({
    rps: rounded(rps),
    err: rounded(columns.errorShare[row]),
    deg: rounded(columns.degradedShare[row]),
    p99: rounded(columns.p99LatencyMs[row]),
  }))
}

function rounded(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : Number(value.toPrecision(5))
}
