import type { Expression } from '#web/expression/expression.ts'
import { parseExpression, type Parsed } from '#web/expression/parse-expression.ts'

/** What the address asks to be shown. */
export type MapFilter =
  | { kind: 'none' }
  /** The language to read it in is still on its way. */
  | { kind: 'unread'; text: string }
  | { kind: 'asked'; text: string; expression: Expression }
  | { kind: 'wrong'; text: string; faults: Extract<Parsed, { kind: 'wrong' }>['faults'] }

const NONE: MapFilter = { kind: 'none' }

export function readFilter(text: string | undefined): MapFilter {
  if (text === undefined || text.trim() === '') return NONE
  const parsed = parseExpression(text)
  return parsed.kind === 'parsed'
    ? { kind: 'asked', text, expression: parsed.expression }
    : { kind: 'wrong', text, faults: parsed.faults }
}
