import { useMutation } from '@tanstack/react-query'
import type { Run } from '#contract/evacuation/run.ts'
import { failbackMutation } from '#web/api/evacuations.ts'
import { dialogWords as words } from '#web/messages/evacuation-dialogs-en.ts'
import { actWords } from '#web/messages/evacuation-run-en.ts'
import { runUrl } from '#web/urls/urls.ts'
import { Dialog } from '../dialog.tsx'
import { Problem } from '../problem.tsx'

export interface FailbackDialogProps {
  run: Run
  onGo: (href: string) => void
  onClose: () => void
}

/** The way back is a plan of its own: drafted here, shown on its own page. */
export function FailbackDialog({ run, onGo, onClose }: FailbackDialogProps) {
  const draft = useMutation({ ...failbackMutation(run.id), onSuccess: ({ id }) => onGo(runUrl(id)) })
  const title = actWords['draft-failback'].replace(' …', '')
  return (
    <Dialog
      title={title}
      reason={{ label: words.failbackReason, least: 1 }}
      action={title}
      onClose={onClose}
      onConfirm={({ reason }) => draft.mutate({ reason })}
    >
      <p>{words.failback}</p>
      {draft.isError && <Problem text={draft.error.message} />}
    </Dialog>
  )
}
