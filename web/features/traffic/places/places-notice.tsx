import { useState } from 'react'
import { formatWholeShare } from '#web/messages/format-numbers.ts'
import { placesWords } from '#web/messages/grouping-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import classes from './places-notice.module.css'
import type { ViewPlaces } from './use-places.ts'

/** What becomes of the places: how far a layout is, that it was made anew and can be taken back, that a save failed. */
export function PlacesNotice({ places }: { places: ViewPlaces }) {
  const { progress, saving, resetCount } = places
  const [dismissed, setDismissed] = useState(0)
  const isReset = places.lastChange === 'reset' && resetCount !== dismissed
  if (progress === null && saving.kind === 'fine' && !isReset) return null
  return (
    <div className={classes.notice} role="status" data-hands-off>
      {progress !== null && <p>{placesWords.layingOut(formatWholeShare(progress))}</p>}
      {saving.kind === 'failed' && <p data-tone="trouble">{placesWords.failed(saving.reason)}</p>}
      {saving.kind === 'retrying' && <p data-tone="trouble">{placesWords.retrying(saving.reason)}</p>}
      {isReset && (
        <p>
          {placesWords.resetDone}
          <ActionButton size="small" onClick={places.undo}>
            {placesWords.undo}
          </ActionButton>
          <ActionButton size="small" label={placesWords.dismiss} onClick={() => setDismissed(resetCount)}>
            ×
          </ActionButton>
        </p>
      )}
    </div>
  )
}
