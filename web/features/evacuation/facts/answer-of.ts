import type { WhatIf } from '#contract/evacuation/api.ts'
import type { Prediction } from '#contract/evacuation/plan.ts'
import { formatRequestsPerSecond, formatWholeShare } from '#web/messages/format-numbers.ts'
import { whatIfWords as words } from '#web/messages/evacuation-en.ts'

/** What it comes to, before any detail. */
export interface Answer {
  tone: 'good' | 'mind' | 'bad' | 'unknown'
  /** A few words, read across the room. */
  headline: string
  /** One sentence, or several reasons. */
  reasons: string[]
}

export function answerOf({ prediction, refused }: Pick<WhatIf, 'prediction' | 'refused'>): Answer {
  if (refused.length > 0) return { tone: 'bad', headline: words.refused, reasons: refused.map(sentenceOf) }
  return answerOfPrediction(prediction)
}

export function answerOfPrediction(prediction: Prediction): Answer {
  switch (prediction.word) {
    case 'feasible':
      return { tone: 'good', headline: words.feasible, reasons: [words.feasibleBody] }
    case 'tight':
      return { tone: 'mind', headline: words.tight, reasons: [words.tightBody] }
    case 'short':
      return { tone: 'bad', headline: shortText(prediction), reasons: [words.shortBody] }
    case 'unknown':
      return {
        tone: 'unknown',
        headline: words.unknown,
        reasons: [words.unknownBecause(prediction.guesses.join('; '))],
      }
  }
}

function shortText({ shortfallRequestsPerSecond: short, shortfallShare: share }: Prediction): string {
  if (short === null || share === null) return words.short
  return words.shortBy(formatRequestsPerSecond(short), formatWholeShare(share))
}

/** A plane's or planner's words as a sentence. */
export function sentenceOf(text: string): string {
  const said = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(said) ? said : `${said}.`
}
