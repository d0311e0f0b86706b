import { expect, test } from 'vitest'
import { chunkOfSamples, samplesOfChunk, TotalsChunk } from './totals-chunk.ts'
import type { TotalsSample } from './totals-ring.ts'

test('samples come back from JSON as they were, the unknown as NaN, the absent as unknown', () => {
  const east = { id: 'east', requestsPerSecond: 10.5, errorShare: NaN }
  const west = { id: 'west', requestsPerSecond: NaN, errorShare: 0 }
  const samples: TotalsSample[] = [
    { at: 1_000, spanMs: 1_000, regions: [east], business: [{ id: 'starts', value: 3 }] },
    { at: 2_000.5, spanMs: 1_000.5, regions: [east, west], business: [] },
  ]
  const stored = TotalsChunk.parse(JSON.parse(JSON.stringify(chunkOfSamples(samples))))
  expect(samplesOfChunk(stored)).toEqual([
    {
      ...samples[0],
      regions: [east, { id: 'west', requestsPerSecond: NaN, errorShare: NaN }],
    },
    { ...samples[1], business: [{ id: 'starts', value: NaN }] },
  ])
})
