import { useState } from 'react'
import type { Run } from '#contract/evacuation/run.ts'
import { dialogWords } from '#web/messages/evacuation-dialogs-en.ts'
import { noticeWords as words } from '#web/messages/evacuation-notices-en.ts'
import { actHints, actWords } from '#web/messages/evacuation-run-en.ts'
import { ActButton } from '../act-button.tsx'
import { Dialog } from '../dialog.tsx'
import { placesText, type NamedPlace } from '../facts/silent-places.ts'
import type { Acting } from './use-acting.ts'

interface GoOnWithoutProps {
  run: Run
  acting: Acting
  silent: readonly NamedPlace[]
}

/** One word for the whole run, by the places' names and with a reason, instead of one at each step. */
export function GoOnWithout({ run, acting, silent }: GoOnWithoutProps) {
  // What the dialog names is what is left out, whatever falls silent while somebody writes the reason.
  const [asked, setAsked] = useState<readonly NamedPlace[] | null>(null)
  const isLatched = run.phase === 'evacuated'
  const names = placesText(silent)
  return (
    <>
      <ActButton
        tone="main"
        whyNot={acting.whyNot('leave-out')}
        hint={actHints['leave-out']}
        onClick={() => setAsked(silent)}
      >
        {isLatched ? words.lookOnWithout(names) : words.goOnWithout(names)}
      </ActButton>
      {asked !== null && (
        <Dialog
          title={dialogWords.leaveOut.title(placesText(asked))}
          reason={{ label: dialogWords.reason, least: 15 }}
          action={actWords['leave-out'].replace(' …', '')}
          onClose={() => setAsked(null)}
          onConfirm={({ reason }) => {
            setAsked(null)
            acting.act({ verb: 'leave-out', version: run.version, places: [...asked], reason })
          }}
        >
          <p>{dialogWords.leaveOut.body(run.plan.scope.region)}</p>
        </Dialog>
      )}
    </>
  )
}
