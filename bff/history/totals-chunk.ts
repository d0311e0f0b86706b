import { z } from 'zod'
import { RegionId, ServiceId } from '#contract/ids.ts'
import type { TotalsSample } from './totals-ring.ts'

const column = z.array(z.number().nullable())

/** About a minute of totals as it is stored: columns of equal length, null where unknown. */
export const TotalsChunk = z.object({
  at: z.array(z.number()),
  spanMs: z.array(z.number().positive()),
  regions: z.array(z.object({ id: RegionId, requestsPerSecond: column, errorShare: column })),
  business: z.array(z.object({ id: ServiceId, value: column })),
})
export type TotalsChunk = z.infer<typeof TotalsChunk>

export function chunkOfSamples(samples: readonly TotalsSample[]): TotalsChunk {
  const regionIds = new Set(samples.flatMap((sample) => sample.regions.map(({ id }) => id)))
  const businessIds = new Set(samples.flatMap((sample) => sample.business.map(({ id }) => id)))
  return {
    at: samples.map((sample) => sample.at),
    spanMs: samples.map((sample) => sample.spanMs),
    regions: [...regionIds].map((id) => {
      const rows = samples.map((sample) => sample.regions.find((region) => region.id === id))
      return {
        id,
        requestsPerSecond: rows.map((row) => told(row?.requestsPerSecond)),
        errorShare: rows.map((row) => told(row?.errorShare)),
      }
    }),
    business: [...businessIds].map((id) => ({
      id,
      value: samples.map((sample) => told(sample.business.find((metric) => metric.id === id)?.value)),
    })),
  }
}

export function samplesOfChunk(chunk: TotalsChunk): TotalsSample[] {
  return chunk.at.map((at, index) => ({
    at,
    spanMs: chunk.spanMs[index] ?? 0,
    regions: chunk.regions.map(({ id, requestsPerSecond, errorShare }) => ({
      id,
      requestsPerSecond: requestsPerSecond[index] ?? NaN,
      errorShare: errorShare[index] ?? NaN,
    })),
    business: chunk.business.map(({ id, value }) => ({ id, value: value[index] ?? NaN })),
  }))
}

function told(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}
