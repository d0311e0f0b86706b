import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Intention, WhatIf } from '#contract/evacuation/api.ts'
import { whatIfQuery } from '#web/api/evacuations.ts'
import { useLastingError } from '#web/api/use-lasting-error.ts'

const SETTLE_MS = 300

export interface AskedWhatIf {
  /** Of this intention, or of the last one while this is reckoned; null before the first answer. */
  whatIf: WhatIf | null
  /** What is shown answers another intention. */
  isBehind: boolean
  error: Error | null
  retry: () => void
}

/** The answer follows the choices once they rest for a moment, and is asked anew every few seconds. */
export function useWhatIf(intention: Intention): AskedWhatIf {
  const settled = useSettled(intention)
  const asked = useQuery({ ...whatIfQuery(settled), placeholderData: keepPreviousData })
  const error = useLastingError(asked)
  const isSameRegion = asked.data?.intention.scope.region === intention.scope.region
  return {
    whatIf: isSameRegion ? (asked.data ?? null) : null,
    isBehind: asked.isPlaceholderData || JSON.stringify(settled) !== JSON.stringify(intention),
    error,
    retry: () => void asked.refetch(),
  }
}

function useSettled(intention: Intention): Intention {
  const text = JSON.stringify(intention)
  const [settled, setSettled] = useState({ text, intention })
  useEffect(() => {
    if (settled.text === text) return
    const timer = setTimeout(() => setSettled({ text, intention }), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [text, settled.text, intention])
  return settled.intention
}
