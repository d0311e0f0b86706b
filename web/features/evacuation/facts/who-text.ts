import { runWords } from '#web/messages/evacuation-run-en.ts'

/** Who is looking, as far as is known. */
export interface Looker {
  personId: string
  name: string
}

/** `Min Kim (you)`, `ben`, `Spillway`, `edge-7`: whoever a record names, in words. */
export function whoText(who: string, looker: Looker | null = null): string {
  if (who === 'system') return runWords.system
  if (looker !== null && who === looker.personId) return runWords.you(looker.name)
  const person = /^(?:local|oidc|proxy):(.+)$/u.exec(who)
  return person?.[1] ?? who
}
