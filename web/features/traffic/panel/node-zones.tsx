import { chartWords as words } from '#web/messages/charts-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import aroundClasses from '../filter/around-actions.module.css'
import { withFilter, type TrafficSearch } from '../traffic-search.ts'
import classes from './panel.module.css'

export interface NodeZonesProps {
  zones: readonly string[]
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
}

/** Where a service's instances stand. How its traffic is shared among them nobody tells, so no number stands here. */
export function NodeZones({ zones, search, onSearch }: NodeZonesProps) {
  return (
    <section>
      <h3 className={classes.heading}>{words.zones}</h3>
      <div className={aroundClasses.choices}>
        {zones.map((zone) => {
          const asked = `zone = ${zone}`
          const isOn = search.q === asked
          return (
            <ActionButton
              key={zone}
              size="small"
              pressed={isOn}
              hint={words.zoneHint(zone)}
              onClick={() => onSearch(withFilter(search, isOn ? '' : asked))}
            >
              {zone}
            </ActionButton>
          )
        })}
      </div>
      <p className={classes.quiet}>{zones.length === 1 ? words.oneZone : words.zonesUntold}</p>
    </section>
  )
}
