import { actorNameOf, personIdOf, type Actor } from '#contract/access.ts'

/**
 * As a run names who acted: the person, so that the same one under two sessions is one, and an approver can be told from
 * the author; for scripts, the terminal and the system their own name.
 */
export function whoActs(actor: Actor): string {
  return personIdOf(actor) ?? actorNameOf(actor)
}
