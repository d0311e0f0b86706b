import { screens } from '#web/messages/en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import classes from './screen-error.module.css'

/** A dialog that could not be drawn or fetched says so in the corner; the screen under it goes on. */
export function PartMissing() {
  return (
    <div className={classes.corner} role="alert">
      <span>{screens.outdated.title}.</span>
      <ActionButton size="small" onClick={() => location.reload()}>
        {screens.outdated.action}
      </ActionButton>
    </div>
  )
}
