import { isGraph, isLine, numberOfWire, type WireAnswer } from './wire.ts'

/** One answer: lines over steps of time. */
export interface Graph {
  /** UTC ms: the end of the first step. */
  firstMs: number
  /** ms; may be another than was asked for. */
  stepMs: number
  lines: Line[]
  /** What Atlas says of its own answer. */
  warnings: readonly string[]
}

export interface Line {
  tags: Readonly<Record<string, string>>
  /** Per step; NaN where nothing is known. */
  values: readonly number[]
}

/** An expression without data is told as one line that says nothing: it is none. */
export function graphOfWire(wire: WireAnswer): Graph {
  const metadata = wire.find(isGraph)
  const lines = wire.filter(isLine).map(({ tags, data }) => ({ tags, values: data.values.map(numberOfWire) }))
  return {
    firstMs: metadata?.startTime ?? NaN,
    stepMs: metadata?.step ?? NaN,
    lines: lines.filter(({ values }) => values.some((value) => !Number.isNaN(value))),
    warnings: metadata?.warnings ?? [],
  }
}
