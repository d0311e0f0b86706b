import { mapWords } from '#web/messages/map-en.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import classes from './globe-note.module.css'
import type { CoastlinesState } from './use-coastlines.ts'

/** What the globe cannot show, in words. */
export function GlobeNote({ fleet, coastlines }: { fleet: Fleet; coastlines: CoastlinesState }) {
  const words = mapWords.menu
  const unplaced = fleet.roster.regions.filter(({ position }) => position === undefined).map(({ id }) => id)
  if (unplaced.length === 0 && coastlines === 'shown') return null
  return (
    <div className={classes.note} role="status">
      {coastlines === 'loading' && <p>{words.loading}</p>}
      {coastlines === 'failed' && <p>{words.failed}</p>}
      {unplaced.length > 0 && <p>{words.withoutPlace(unplaced.join(', '))}</p>}
    </div>
  )
}
