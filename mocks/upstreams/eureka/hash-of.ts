/** Anything that is fixed by the text and looks arbitrary: 0–999,982. */
export function hashOf(text: string): number {
  let hash = 7
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 999_983
  return hash
}
