import { useMemo } from 'react'
import { DEFAULT_SCORE_RULES, type ScoreRules } from '#contract/services/score.ts'
import type { ServicesAnswer } from '#contract/services/service.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { factColumnsOf } from './fact-columns.ts'
import type { RulesOf } from './reckon-points.ts'
import { readBoard, type ServiceBoard } from './service-board.ts'
import { indexServices } from './service-index.ts'

/** Every service at this moment: its traffic out of the newest frame, everything else out of the last answer. */
export function useBoard(fleet: Fleet, answer: ServicesAnswer | undefined): ServiceBoard {
  const { roster } = fleet
  const index = useMemo(() => indexServices(roster), [roster])
  const facts = useMemo(() => factColumnsOf(index, answer), [index, answer])
  const rulesOf = useMemo(() => rulesIn(answer), [answer])
  return useMemo(() => readBoard(index, fleet, facts, rulesOf), [index, fleet, facts, rulesOf])
}

export function rulesIn(answer: ServicesAnswer | undefined): RulesOf {
  const usual = answer?.scoreRules?.usual ?? DEFAULT_SCORE_RULES
  const own = new Map<string, ScoreRules>(answer?.scoreRules?.own.map(({ service, rules }) => [service, rules]))
  return (service) => own.get(service) ?? usual
}
