import { actorNameOf, type Actor } from '#contract/access.ts'

/** How many streams each person or token follows. Whoever sits at this machine unsigned is nobody to count by. */
export interface Crowd {
  isFullFor(actor: Actor): boolean
  /** Counts one more; the answer takes it away again. */
  enter(actor: Actor): () => void
}

export function createCrowd({ most }: { most: number }): Crowd {
  const counts = new Map<string, number>()
  const countOf = (actor: Actor) => counts.get(actorNameOf(actor)) ?? 0
  return {
    isFullFor: (actor) => actor.kind !== 'local-operator' && countOf(actor) >= most,
    enter(actor) {
      counts.set(actorNameOf(actor), countOf(actor) + 1)
      return () => {
        const left = countOf(actor) - 1
        if (left > 0) counts.set(actorNameOf(actor), left)
        else counts.delete(actorNameOf(actor))
      }
    },
  }
}
