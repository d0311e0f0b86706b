import { useState } from 'react'
import type { Run } from '#contract/evacuation/run.ts'
import { dialogWords } from '#web/messages/evacuation-dialogs-en.ts'
import { noticeWords as words } from '#web/messages/evacuation-notices-en.ts'
import { actHints, actWords } from '#web/messages/evacuation-run-en.ts'
import { utcTimeText } from '#web/messages/format.ts'
import { ActButton } from '../act-button.tsx'
import { Dialog } from '../dialog.tsx'
import { whoText, type Looker } from '../facts/who-text.ts'
import { Notice } from './notice.tsx'
import type { Acting } from './use-acting.ts'

interface WayBackNoticeProps {
  run: Run
  acting: Acting
  looker: Looker | null
}

/** Somebody asks to send users back to where they fail: it is begun by another person's word alone. */
export function WayBackNotice({ run, acting, looker }: WayBackNoticeProps) {
  const [agreeing, setAgreeing] = useState(false)
  const { wayBackAsked: asked, version } = run
  const { region } = run.plan.scope
  if (asked === null) return null
  const who = whoText(asked.by, looker)
  return (
    <Notice
      tone="mind"
      title={words.wayBack(who, region)}
      body={words.wayBackBody(region, asked.reason, utcTimeText(asked.expiresAt))}
    >
      <ActButton tone="grave" whyNot={acting.whyNot('agree')} hint={actHints.agree} onClick={() => setAgreeing(true)}>
        {actWords.agree}
      </ActButton>
      {agreeing && (
        <Dialog
          title={dialogWords.agree.title(region)}
          action={dialogWords.agree.action}
          grave
          onClose={() => setAgreeing(false)}
          onConfirm={() => {
            setAgreeing(false)
            acting.act({ verb: 'agree', version })
          }}
        >
          <p>{dialogWords.agree.body(who, asked.reason)}</p>
        </Dialog>
      )}
    </Notice>
  )
}
