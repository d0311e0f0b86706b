import { sentenceOf } from '../facts/answer-of.ts'

/** The server's words as a sentence; one that begins with an id keeps it as it is written. */
export function toldOf(text: string): string {
  const [first = ''] = text.split(/[\s:]/)
  if (!/[-\d]/.test(first)) return sentenceOf(text)
  return /[.!?]$/.test(text) ? text : `${text}.`
}
