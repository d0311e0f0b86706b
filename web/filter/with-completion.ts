import type { Completion } from '#web/expression/complete-expression.ts'

/** The text with the completion in its place, and where the cursor stands then: ready for what comes next. */
export function withCompletion(text: string, { from, to, text: put }: Completion): { text: string; cursor: number } {
  const before = text.slice(0, from)
  const after = text.slice(to).trimStart()
  const gapBefore = before === '' || /[\s(]$/.test(before) ? '' : ' '
  const gapAfter = put.endsWith('(') || after.startsWith(')') ? '' : ' '
  const head = `${before}${gapBefore}${put}${gapAfter}`
  return { text: head + after, cursor: head.length }
}
