import type { Run } from '#contract/evacuation/run.ts'
import { noticeWords as words } from '#web/messages/evacuation-notices-en.ts'
import { utcTimeText } from '#web/messages/format.ts'
import { placesText } from '../facts/silent-places.ts'
import { whoText, type Looker } from '../facts/who-text.ts'
import { Notice } from './notice.tsx'

/** What the run goes on without, who said so and why: for as long as it is so. */
export function LeftOutNotice({ run, looker }: { run: Run; looker: Looker | null }) {
  const decisions = Map.groupBy(run.leftOut, ({ by, at }) => `${by} ${at}`)
  return [...decisions].map(([key, places]) => {
    const [first] = places
    if (first === undefined) return null
    const { by, at, reason } = first
    return (
      <Notice
        key={key}
        tone="mind"
        title={words.leftOut(placesText(places))}
        body={words.leftOutBody(whoText(by, looker), utcTimeText(at), reason, run.plan.scope.region)}
      />
    )
  })
}
