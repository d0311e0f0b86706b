import { useMutation, useQueryClient } from '@tanstack/react-query'
import { sourcesQuery, trySourceMutation } from '#web/api/sources.ts'
import { sources as words } from '#web/messages/sources-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import classes from './sources-screen.module.css'

/** Ends the waiting: the source is asked at once. Says that it was, or why it could not be. */
export function TryNow({ sourceId }: { sourceId: string }) {
  const queries = useQueryClient()
  const attempt = useMutation({
    ...trySourceMutation(),
    onSuccess: (answer) => queries.setQueryData(sourcesQuery().queryKey, answer),
  })
  return (
    <div className={classes.tryNow}>
      <span className={classes.tryOutcome} role="status" data-failed={attempt.isError || undefined}>
        {attempt.isSuccess && words.tried}
        {attempt.isError && attempt.error.message}
      </span>
      <ActionButton
        onClick={() => attempt.mutate(sourceId)}
        disabled={attempt.isPending}
        label={`${words.tryNow}: ${sourceId}`}
      >
        {attempt.isPending ? words.trying : words.tryNow}
      </ActionButton>
    </div>
  )
}
