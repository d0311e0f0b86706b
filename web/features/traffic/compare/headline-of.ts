import { compareWords as words } from '#web/messages/compare-en.ts'
import { formatWholeShare } from '#web/messages/format-numbers.ts'
import type { Measure } from '../traffic-search.ts'
import { amountOf, levelOf, weightOf } from './change.ts'
import { changeText } from './change-words.ts'
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
  const by = changeText(change, measure)
  const text = {
    volume: isLess ? headline.volumeLess(name, formatWholeShare(-amount)) : headline.volumeMore(name, by),
    errors: isLess ? headline.errorsLess(name, by) : headline.errorsMore(name, by),
    latency: isLess ? headline.latencyLess(name, by) : headline.latencyMore(name, by),
  }[measure]
  return [{ text, tone: isLess ? 'less' : 'more' }]
}
