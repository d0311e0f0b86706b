import { OUTCOMES, type Outcome, type World } from '#mocks/world/world.ts'
import type { Labels } from './world-labels.ts'

/** What pages of `/metrics` are put together of. */

export interface Line {
  /** Metric name and labels with the space after them, or a whole comment line. */
  text: string
  /** Absent for comments. */
  value?: () => number
}

/** Whether a region's targets are on the page. */
export type IsHere = (region: number) => boolean

/** Of one edge since the world began, by outcome. */
export function outcomesOf(world: World, edge: number, outcomes: readonly Outcome[]): () => number {
  const places = outcomes.map((outcome) => edge * OUTCOMES.length + OUTCOMES.indexOf(outcome))
  return () => places.reduce((sum, place) => sum + (world.counters.requests[place] ?? NaN), 0)
}

/** Of one edge; `unitsPerMs` where the bounds are of another unit than milliseconds. */
export function histogram(input: {
  world: World
  name: string
  labels: Labels
  edge: number
  unitsPerMs?: number
}): Line[] {
  const { world, name, labels, edge, unitsPerMs = 1 } = input
  const { latency, latencySumMs } = world.counters
  const bounds = world.catalog.latencyBucketsMs
  const first = edge * (bounds.length + 1)
  const upTo = (bucket: number) => {
    let total = 0
    for (let index = 0; index <= bucket; index += 1) total += latency[first + index] ?? 0
    return total
  }
  const les = [...bounds.map((bound) => String(bound * unitsPerMs)), '+Inf']
  return [
    ...les.map((le, bucket) => sample(`${name}_bucket`, { ...labels, le }, () => upTo(bucket))),
    sample(`${name}_sum`, labels, () => (latencySumMs[edge] ?? NaN) * unitsPerMs),
    sample(`${name}_count`, labels, () => upTo(bounds.length)),
  ]
}

export function heading(name: string, type: string, help: string): Line {
  return { text: `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n` }
}

export function sample(name: string, labels: Labels, value: () => number): Line {
  const inner = Object.entries(labels).map(([label, text]) => `${label}="${escape(text)}"`)
  return { text: inner.length === 0 ? `${name} ` : `${name}{${inner.join(',')}} `, value }
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
