import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ScoreRules } from '#contract/services/score.ts'
import { scoreRulesMutation } from '#web/api/services.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'

const words = servicePageWords.score.editor
/** So long a saving can be taken back by one press. */
const UNDO_FOR_MS = 20_000

export interface ScoreRulesActing {
  /** Null: those of the configuration. `before` is what an undo goes back to. */
  put(rules: ScoreRules | null, before: ScoreRules | null): void
  undo(): void
  said: { text: string; canUndo: boolean } | null
}

/** Saves the rules of a service, and takes that back. */
export function useScoreRules(service: string): ScoreRulesActing {
  const client = useQueryClient()
  const [said, setSaid] = useState<ScoreRulesActing['said']>(null)
  const before = useRef<ScoreRules | null>(null)
  const mutation = useMutation(scoreRulesMutation(service))
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), UNDO_FOR_MS)
    return () => clearTimeout(timer)
  }, [said])
  const send = (rules: ScoreRules | null, done: { text: string; canUndo: boolean }): void =>
    mutation.mutate(rules, {
      onSuccess: () => {
        setSaid(done)
        void client.invalidateQueries({ queryKey: ['services'] })
      },
      onError: ({ message }) => setSaid({ text: words.failed(message), canUndo: false }),
    })
  return {
    put(rules, was) {
      before.current = was
      send(rules, { text: words.saved, canUndo: true })
    },
    undo: () => send(before.current, { text: words.undone, canUndo: false }),
    said,
  }
}
