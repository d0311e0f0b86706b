import { z } from 'zod'
import { encodeFrame, quantiseFrame } from '#contract/frame-codec/encode-frame.ts'
import { createSimulatedFleet } from '#contract/frame-codec/simulated-fleet-fixture.ts'
import { EDGE_COLUMNS, NODE_COLUMNS, type Frame, type NodeColumn } from '#contract/frame-codec/frame.ts'
import { launchBrowser } from '#e2e/fixtures/browser.ts'
import { openBundledPage } from './bundled-page.ts'
import { median } from './median.ts'
import { sayAtMost } from './say-figure.ts'

/**
 * How long a browser takes to turn one second's delta of 10,000 connections and 1,000 nodes into columns, against
 * JSON.parse of the same frame as rows. Both in the same page, in turns, medians; what inflates or gunzips them runs
 * outside the main thread and is left out of both.
 */
const SHAPE = { nodes: 1_000, edges: 10_000, seed: 7 }
const FRAMES = 12
const ROUNDS = 15
const BOUND = 1 / 3

const Measured = z.object({ decodeMs: z.array(z.number()), parseMs: z.array(z.number()), sum: z.number() })

async function main(): Promise<void> {
  const browser = await launchBrowser()
  try {
    const page = await openBundledPage(browser, { entry: 'e2e/perf/measure-decoding.ts', name: 'decoding' })
    const input = recordedFrames()
    const measured = Measured.parse(await page.run(`decoding.measureDecoding(${JSON.stringify(input)}, ${ROUNDS})`))
    const ratio = median(measured.decodeMs) / median(measured.parseMs)
    sayAtMost({ name: 'browser decode ÷ JSON.parse of rows', value: ratio, unit: '×', bound: BOUND })
  } finally {
    await browser.close()
  }
}

/** A key frame and the deltas after it, as bytes; and the last frame as rows. */
function recordedFrames() {
  const fleet = createSimulatedFleet(SHAPE)
  let base = null
  let last: Frame = fleet.next()
  const frames = []
  for (let index = 0; index < FRAMES; index++) {
    const codes = quantiseFrame(last)
    const { header, body } = encodeFrame({ frame: last, codes, base })
    frames.push({ header: base64Of(header), body: base64Of(body) })
    base = codes
    last = fleet.next()
  }
  return { shape: fleet.shape, frames, rows: JSON.stringify(rowsOf(last)) }
}

/** JSON is helped: short names and four digits, as a thrifty server would send. */
const SHORT = {
  requestsPerSecond: 'rps',
  errorShare: 'err',
  degradedShare: 'deg',
  p99LatencyMs: 'p99',
  lagMs: 'lag',
  saturation: 'sat',
  breakersOpen: 'brk',
}

function rowsOf({ nodes, edges, regionTotals }: Frame) {
  return {
    regionTotals,
    edges: rowsOfColumns(edges, EDGE_COLUMNS, SHAPE.edges),
    nodes: rowsOfColumns(nodes, NODE_COLUMNS, SHAPE.nodes),
  }
}

function rowsOfColumns<Name extends NodeColumn>(
  columns: Readonly<Record<Name, Float32Array>>,
  names: readonly Name[],
  rows: number,
) {
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(names.map((name) => [SHORT[name], rounded(columns[name][row])])),
  )
}

function rounded(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : Number(value.toPrecision(4))
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

await main()
