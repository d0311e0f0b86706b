import { UNKNOWN_MARK, SPOKEN_UNKNOWN } from '#web/messages/format-numbers.ts'

/** A number in words; what is unknown is a dash for the eye and a word for the ear. */
export function Figure({ text }: { text: string }) {
  if (text !== UNKNOWN_MARK) return text
  return (
    <>
      <span aria-hidden>{UNKNOWN_MARK}</span>
      <span className="visually-hidden">{SPOKEN_UNKNOWN}</span>
    </>
  )
}
