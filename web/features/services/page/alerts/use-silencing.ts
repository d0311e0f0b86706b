import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PutSilence, Silence } from '#contract/services/silence.ts'
import { endSilenceMutation, putSilenceMutation } from '#web/api/silences.ts'
import { utcWhenText } from '#web/messages/format.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'

const words = servicePageWords.alerts

export interface Silencing {
  make(body: PutSilence): void
  end(silence: Pick<Silence, 'id' | 'source'>): void
  isWaiting: boolean
  /** What became of the last one: accepted is not silenced. */
  said: string
}

/** Lives longer than the dialog that asks: nobody whose component is gone is told of an outcome. */
export function useSilencing(now: number): Silencing {
  const client = useQueryClient()
  const [said, setSaid] = useState('')
  const making = useMutation(putSilenceMutation())
  const ending = useMutation(endSilenceMutation())
  const onSettled = (): void => {
    void client.invalidateQueries({ queryKey: ['services'] })
    void client.invalidateQueries({ queryKey: ['silences'] })
  }
  return {
    make(body) {
      setSaid(words.silencing)
      making.mutate(body, {
        onSuccess: ({ outcome, message, silence }) =>
          setSaid(outcome !== 'seen' || silence === null ? message : words.silenced(utcWhenText(silence.endsAt, now))),
        onError: ({ message }) => setSaid(words.silenceFailed(message)),
        onSettled,
      })
    },
    end(silence) {
      setSaid(words.ending)
      ending.mutate(silence, {
        onSuccess: ({ message }) => setSaid(message),
        onError: ({ message }) => setSaid(words.endFailed(message)),
        onSettled,
      })
    },
    isWaiting: making.isPending || ending.isPending,
    said,
  }
}
