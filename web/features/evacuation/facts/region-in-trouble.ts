import type { Evacuations } from '#contract/evacuation/api.ts'

/** The region that is in trouble, a dead one before a sick one, so that nothing is to be searched for at night. */
export function regionInTrouble({ verdicts }: Pick<Evacuations, 'verdicts'>): string | undefined {
  const words = ['dead', 'sick'] as const
  return words
    .map((word) => verdicts.find((verdict) => verdict.word === word)?.region)
    .find((region) => region !== undefined)
}
