import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { Prediction } from '#contract/evacuation/plan.ts'
import { whatIfQuery } from '#web/api/evacuations.ts'
import { useReplay } from '#web/live/use-replay.ts'
import { plainIntention } from './plain-intention.ts'

/** Of a service that would be over its safe rate. */
export interface ForetoldService {
  leaving: string
  /** Used share of all it could serve then, 0–1 and beyond. */
  utilisation: number
  /** How far on the way it reaches its safe rate, 0–1, where it is the first of all; null for the others. */
  firstAtShare: number | null
}

export interface ForetellProps {
  /** Whose evacuation is considered. */
  region: string
  /** By id of the node; null once nothing is foretold any more. */
  onForetold: (foretold: ReadonlyMap<string, ForetoldService> | null) => void
}

/** Tells the map which services would saturate. It draws nothing itself, and of the past it tells nothing. */
export function Foretell({ region, onForetold }: ForetellProps) {
  const isLive = useReplay(({ mode }) => mode === 'live')
  const { data } = useQuery({ ...whatIfQuery(plainIntention(region)), enabled: isLive })
  const tell = useEffectEvent(onForetold)
  const prediction = isLive && data !== undefined && data.refused.length === 0 ? data.prediction : null
  useEffect(() => {
    tell(prediction === null ? null : saturatingOf(prediction, region))
    return () => tell(null)
  }, [prediction, region])
  return null
}

export function saturatingOf(prediction: Prediction, leaving: string): Map<string, ForetoldService> {
  const first = prediction.firstToSaturate ?? null
  return new Map(
    prediction.regions.flatMap(({ region, saturating }) =>
      saturating.map(({ service, utilisation }) => {
        const isFirst = first?.region === region && first.service === service
        return [`${region}/${service}`, { leaving, utilisation, firstAtShare: isFirst ? first.atShare : null }] as const
      }),
    ),
  )
}
