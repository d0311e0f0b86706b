import { z } from 'zod'
import { Weights } from '#contract/evacuation/plane.ts'

/** What the buckets of a segment were dealt from, and by which plan: kept in the map, under a key of its own. */
export const MapNote = z.strictObject({
  weights: Weights,
  mark: z.strictObject({ planId: z.string(), epoch: z.number().int(), step: z.number().int() }),
})
export type MapNote = z.infer<typeof MapNote>

/** No segment and no bucket has a colon in its name. */
export function noteKey(segment: string): string {
  return `spillway:${segment}`
}

/** In base64url, since a value of a map must be one word to the command line. */
export function textOfNote(note: MapNote): string {
  return Buffer.from(JSON.stringify(note), 'utf8').toString('base64url')
}

export function noteOf(text: string | undefined): MapNote | null {
  if (text === undefined) return null
  try {
    return MapNote.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    return null
  }
}
