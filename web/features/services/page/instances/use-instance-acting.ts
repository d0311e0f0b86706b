import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Instance, SetInstanceStatus } from '#contract/services/instance.ts'
import { instanceStatusMutation } from '#web/api/services.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'

const words = servicePageWords.instances

/** What became of the last thing asked of an instance: accepted is not seen. */
export interface InstanceSaid {
  id: string
  text: string
  tone: 'waiting' | 'seen' | 'doubtful' | 'failed'
}

export interface InstanceActing {
  act(instance: Instance, to: SetInstanceStatus['to'], reason: string): void
  said: InstanceSaid | null
  isWaiting: boolean
}

export function useInstanceActing(): InstanceActing {
  const client = useQueryClient()
  const [said, setSaid] = useState<InstanceSaid | null>(null)
  const mutation = useMutation(instanceStatusMutation(words.dialog.proof))
  return {
    act({ source, region, service, id }, to, reason) {
      setSaid({ id, text: words.written, tone: 'waiting' })
      mutation.mutate(
        { source, region, service, instance: id, to, reason },
        {
          onSuccess: ({ outcome, message }) =>
            setSaid({
              id,
              text: `${words.outcome[outcome]}: ${message}`,
              tone: outcome === 'seen' ? 'seen' : 'doubtful',
            }),
          onError: ({ message }) => setSaid({ id, text: words.failed(message), tone: 'failed' }),
          onSettled: () => void client.invalidateQueries({ queryKey: ['services'] }),
        },
      )
    },
    said,
    isWaiting: mutation.isPending,
  }
}
