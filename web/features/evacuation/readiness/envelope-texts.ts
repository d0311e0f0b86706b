import type { StandingOutline } from '#contract/evacuation/standing.ts'
import { beforeWords as words } from '#web/messages/evacuation-run-en.ts'
import { periodText } from '#web/messages/format.ts'
import { formatRequestsPerSecond, formatWholeShare } from '#web/messages/format-numbers.ts'

/** What an approval binds to, a line each; the region that is left has no ceiling worth one. */
export function envelopeTexts({ envelope, prediction }: StandingOutline, region: string): string[] {
  const { ceilings, dataLossMs, shortfallShare } = envelope
  const loss =
    dataLossMs !== null
      ? words.loss(periodText(dataLossMs))
      : prediction.stores.length === 0
        ? words.noLoss
        : words.lossUnbounded
  return [
    ...Object.entries(ceilings).flatMap(([savior, rate]) =>
      savior === region ? [] : [words.ceiling(savior, formatRequestsPerSecond(rate))],
    ),
    loss,
    ...(shortfallShare > 0 ? [words.shortfall(formatWholeShare(shortfallShare))] : []),
  ]
}
