import type { Intention } from '#contract/evacuation/api.ts'

/** The whole region, at once, where room is: what a map can show without a form. */
export function plainIntention(region: string): Intention {
  return { scope: { kind: 'region', region }, profile: 'emergency', failure: 'edge-alive', placement: 'headroom' }
}
