import type { VerdictWord as Word } from '#contract/evacuation/verdict.ts'
import { verdictWords } from '#web/messages/evacuation-en.ts'
import { VerdictMark } from '#web/ui/verdict-mark.tsx'
import classes from './verdict.module.css'

/** Shape, colour and word together. */
export function VerdictWord({ word, size = 10 }: { word: Word; size?: number }) {
  return (
    <span className={classes.word} data-word={word}>
      <VerdictMark verdict={word} size={size} />
      {verdictWords[word]}
    </span>
  )
}
