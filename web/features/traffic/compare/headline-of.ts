import { compareWords as words } from '#web/messages/compare-en.ts'
import { formatWholeShare } from '#web/messages/format-numbers.ts'
import type { Measure } from '../traffic-search.ts'
import { amountOf, levelOf, weightOf } from './change.ts'
import { changeText, valueText } from './change-words.ts'
import type { ComparedRow } from './compared-rows.ts'

export interface HeadlineSentence {
  text: string
  tone: 'less' | 'more'
}

const MEASURES = ['volume', 'errors', 'latency'] as const
const MOST = 4

/**
 * What a leader should hear first, each fact once: regions before services, since a region that changes takes its
 * services along; of a region every measure that moved by a clear step at least.
 */
export function headlineOf(regions: readonly ComparedRow[], all: readonly ComparedRow[]): HeadlineSentence[] {
  const ofRegions = sentencesOf(regions)
  const sentences = ofRegions.length > 0 ? ofRegions : sentencesOf(all)
  return sentences.slice(0, MOST)
}

const CLEAR = 0.6

function sentencesOf(rows: readonly ComparedRow[]): HeadlineSentence[] {
  return rows
    .flatMap((row) => measuresOf(row).map((measure) => ({ row, measure, weight: weightOf(row.change, measure) })))
    .filter(({ row, measure }) => Math.abs(levelOf(row.change, measure)) >= CLEAR)
    .sort((one, other) => other.weight - one.weight)
    .flatMap(({ row, measure }) => sentenceOf(row, measure))
}

/** Who came or went has no measures. */
function measuresOf({ change }: ComparedRow): readonly Measure[] {
  return change.presence === 'both' ? MEASURES : ['volume']
}

function sentenceOf({ name, change }: ComparedRow, measure: Measure): HeadlineSentence[] {
  const { headline } = words
  if (change.presence === 'new') return [{ text: headline.new(name), tone: 'more' }]
  if (change.presence === 'gone') return [{ text: headline.gone(name), tone: 'less' }]
  const amount = amountOf(change, measure)
  const isLess = amount < 0
  const [now, before] = [valueText(change.now, measure), valueText(change.before, measure)]
  const text = {
    volume: volumeSentence(name, amount, changeText(change, measure)),
    errors: (isLess ? headline.errorsLess : headline.errorsMore)(name, now, before),
    latency: (isLess ? headline.latencyLess : headline.latencyMore)(name, now, before),
  }[measure]
  return [{ text, tone: isLess ? 'less' : 'more' }]
}

function volumeSentence(name: string, amount: number, text: string): string {
  const { headline } = words
  if (amount < 0) return headline.volumeLess(name, formatWholeShare(-amount))
  return amount >= 2 ? headline.volumeTimes(name, text) : headline.volumeMore(name, formatWholeShare(amount))
}

/** Of which measure most is to be told: of the regions', else of the services'. */
export function strongestMeasure(regions: readonly ComparedRow[], services: readonly ComparedRow[]): Measure {
  const heaviest = (rows: readonly ComparedRow[], measure: Measure): number =>
    Math.max(
      0,
      ...rows.filter(({ change }) => change.presence === 'both').map(({ change }) => weightOf(change, measure)),
    )
  for (const rows of [regions, services]) {
    const [strongest] = MEASURES.map((measure) => ({ measure, weight: heaviest(rows, measure) })).sort(
      (one, other) => other.weight - one.weight,
    )
    if (strongest !== undefined && strongest.weight > 0) return strongest.measure
  }
  return 'volume'
}
