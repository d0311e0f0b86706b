import type { Measure, Quantity } from './expression.ts'
import { DIMENSIONS, UNITS } from './vocabulary.ts'
import { dimensionExamples, faultWords } from './words.ts'

export type QuantityReading =
  | { kind: 'read'; quantity: Quantity }
  | { kind: 'wrong'; message: string; expected: readonly string[] }

const NUMBER = /^(-?)(\d*\.?\d+)(.*)$/s
const DIGITS = /^\d{0,9}(\.\d{1,6})?$/

/** `1%`, `800ms`, `1.5k/s`; what follows a space (`1 %`) is to be joined before. */
export function readQuantity(word: string, measure: Measure, fieldWord: string): QuantityReading {
  const dimension = DIMENSIONS[measure]
  const example = dimensionExamples[dimension]
  const parts = word.length > 60 ? null : NUMBER.exec(word)
  if (parts === null) return wrong(faultWords.noNumber(word, example), [example])
  const [, sign, digits = '', typed = ''] = parts
  if (sign === '-') return wrong(faultWords.negative(word), [example])
  if (!DIGITS.test(digits)) return wrong(faultWords.manyDigits, [example])
  const amount = Number(digits)
  if (typed === '' && dimension !== 'rate' && dimension !== 'count') return bare(digits, amount, measure, fieldWord)
  const bareUnit = dimension === 'rate' ? typed.replace(/\/s$/i, '') : typed
  const known = UNITS[dimension].find((unit) => unit.typed === bareUnit || unit.typed === bareUnit.toLowerCase())
  if (known !== undefined) return { kind: 'read', quantity: { amount, unit: known.unit } }
  const units = dimension === 'rate' ? ['k', 'M', '/s'] : UNITS[dimension].map((unit) => unit.typed)
  return wrong(
    faultWords.unitUnknown(typed, fieldWord, units),
    units.map((unit) => `${digits}${unit}`),
  )
}

/** Without a unit only zero is plain: `errors > 5` could be 5 % or 500 %, `p99 > 2` two seconds or milliseconds. */
function bare(digits: string, amount: number, measure: Measure, fieldWord: string): QuantityReading {
  if (amount === 0) return { kind: 'read', quantity: { amount, unit: '' } }
  const units = UNITS[DIMENSIONS[measure]].map((unit) => unit.typed)
  if (DIMENSIONS[measure] === 'share' && amount <= 1) {
    const percent = `${Number((amount * 100).toFixed(4))}%`
    return wrong(faultWords.fraction(digits, percent), [`${digits}%`, percent])
  }
  return wrong(
    faultWords.unitMissing(digits, fieldWord, units),
    units.map((unit) => `${digits}${unit}`),
  )
}

function wrong(message: string, expected: readonly string[]): QuantityReading {
  return { kind: 'wrong', message, expected }
}

/** Shares as 0–1, rates as requests/s, latencies as ms: the units of the frame's columns. */
export function baseValueOf({ amount, unit }: Quantity): number {
  switch (unit) {
    case '%':
      return amount / 100
    case 's':
    case 'k':
      return amount * 1_000
    case 'M':
      return amount * 1_000_000
    case 'ms':
    case '':
      return amount
  }
}
