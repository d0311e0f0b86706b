import { ScoreRule, ScoreSignal, type ScoreRules } from '#contract/services/score.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { isShare } from './signal-text.ts'

/** What stands in the fields of one rule: shares in percent, as people say them. */
export interface RuleDraft {
  signal: ScoreSignal
  counts: boolean
  degraded: string
  failing: string
  weight: string
}

const EMPTY = { degraded: '', failing: '', weight: '' }

/** Every signal there is, those without a rule switched off. */
export function draftOf(rules: ScoreRules): RuleDraft[] {
  return ScoreSignal.options.map((signal) => {
    const rule = rules.find((one) => one.signal === signal)
    if (rule === undefined) return { signal, counts: false, ...EMPTY }
    const { degraded, failing, weight } = rule
    return {
      signal,
      counts: true,
      degraded: written(signal, degraded),
      failing: written(signal, failing),
      weight: String(weight),
    }
  })
}

function written(signal: ScoreSignal, value: number): string {
  return String(isShare(signal) ? Number((value * 100).toFixed(6)) : value)
}

/** The rules, or what is wrong with what is written, signal by signal. */
export function rulesOf(drafts: readonly RuleDraft[]): { rules: ScoreRules; faults: string[] } {
  const { wrongNumber, wrongOrder } = servicePageWords.score.editor
  const rules: ScoreRules = []
  const faults: string[] = []
  for (const { signal, counts, degraded, failing, weight } of drafts) {
    if (!counts) continue
    const name = servicePageWords.score.signals[signal]
    const scale = isShare(signal) ? 100 : 1
    const read = (text: string): number => (text.trim() === '' ? NaN : Number(text.replace(',', '.')))
    const rule = { signal, degraded: read(degraded) / scale, failing: read(failing) / scale, weight: read(weight) }
    const parsed = ScoreRule.safeParse(rule)
    if (parsed.success) rules.push(parsed.data)
    else faults.push(rule.degraded >= rule.failing ? wrongOrder(name) : wrongNumber(name))
  }
  return { rules, faults }
}
