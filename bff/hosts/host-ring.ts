import { HOST_MEASURES, HOST_SPAN_MS, type HostMeasure, type HostSeries } from '#contract/services/host.ts'
import type { HostSample } from '#bff/sources/host-source.ts'

/** The samples of the last five minutes, as columns over one axis of time. */
export interface HostRing {
  /** UTC ms on the host's clock; NaN before the first sample. */
  readonly newestAt: number
  put(sample: HostSample): void
  /** What came after that instant; all of it where none is given. */
  read(since?: number): { at: number[]; series: HostSeries[] }
}

interface Column {
  measure: HostMeasure
  of: string | null
  /** As long as the axis; NaN where unknown. */
  values: number[]
}

/** Even a host asked each second, whose clock stands still, is no more than this. */
const MOST_SAMPLES = 400

export function createHostRing(): HostRing {
  let at: number[] = []
  let columns = new Map<string, Column>()

  function forget(count: number): void {
    if (count === 0) return
    at.splice(0, count)
    for (const [key, column] of columns) {
      column.values.splice(0, count)
      // A device that is gone for five minutes is gone.
      if (column.values.every(Number.isNaN)) columns.delete(key)
    }
  }

  return {
    get newestAt() {
      return at.at(-1) ?? NaN
    },
    put(sample) {
      const instant = Math.round(sample.at)
      // A clock that was set back: what was before cannot be put on one axis with what comes.
      if (instant <= (at.at(-1) ?? -Infinity)) {
        at = []
        columns = new Map()
      }
      at.push(instant)
      for (const { measure, of, value } of sample.values) {
        const key = JSON.stringify([measure, of])
        const column = columns.get(key) ?? { measure, of, values: unknown(at.length - 1) }
        columns.set(key, column)
        column.values[at.length - 1] = value
      }
      for (const { values } of columns.values()) if (values.length < at.length) values.push(NaN)
      const inSpan = at.findIndex((one) => one > instant - HOST_SPAN_MS)
      forget(Math.max(inSpan, at.length - MOST_SAMPLES))
    },
    read(since = -Infinity) {
      const first = at.findIndex((one) => one > since)
      const from = first === -1 ? at.length : first
      return {
        at: at.slice(from),
        series: [...columns.values()].map(({ measure, of, values }) => ({
          measure,
          unit: HOST_MEASURES[measure],
          of,
          values: values.slice(from).map(orNull),
        })),
      }
    },
  }
}

function unknown(count: number): number[] {
  return Array.from({ length: count }, () => NaN)
}

/** Five digits: nobody sees more, and hundreds of columns go over the wire. */
function orNull(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(5)) : null
}
