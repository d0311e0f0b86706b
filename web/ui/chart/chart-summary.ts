import { chartWords as words } from '#web/messages/charts-en.ts'
import { utcMinuteText } from '#web/messages/format.ts'
import { unknownStretches, valueAt, type ChartLine, type ChartSpan } from './chart-line.ts'

type Format = (value: number) => string

/** The picture in sentences, for those who do not see it. */
export function summaryOf(title: string, lines: readonly ChartLine[], span: ChartSpan, format: Format): string {
  return [
    words.ofSpan(title, utcMinuteText(span.from), utcMinuteText(span.to)),
    ...lines.map((line) => sentenceOf(line, span, format)),
  ].join(' ')
}

function sentenceOf(line: ChartLine, span: ChartSpan, format: Format): string {
  const known = line.at.flatMap((at, index) => {
    const value = line.values[index]
    return value === null || value === undefined ? [] : [{ at, value }]
  })
  const [first] = known
  const last = known.at(-1)
  if (first === undefined || last === undefined) return words.nothing(line.name)
  const low = known.reduce((lowest, one) => (one.value < lowest.value ? one : lowest), first)
  const high = known.reduce((highest, one) => (one.value > highest.value ? one : highest), first)
  const gaps = unknownStretches(line, span).length
  const told = words.line({
    name: line.name,
    last: format(last.value),
    low: format(low.value),
    lowAt: utcMinuteText(low.at),
    high: format(high.value),
    highAt: utcMinuteText(high.at),
  })
  return gaps === 0 ? told : `${told} ${words.gaps(gaps)}`
}

export interface SummaryRow {
  /** UTC ms. */
  at: number
  /** One a line, in words. */
  values: string[]
}

const ROWS = 10

/** The same as a table that can be listened to: some moments, evenly apart. */
export function rowsOf(lines: readonly ChartLine[], { from, to }: ChartSpan, format: Format): SummaryRow[] {
  return Array.from({ length: ROWS }, (_, row) => {
    const at = Math.round(from + ((row + 1) * (to - from)) / ROWS)
    const values = lines.map((line) => {
      const value = valueAt(line, at)
      return value === null ? words.unknown : format(value)
    })
    return { at, values }
  })
}
