import { useNavigate, useSearch } from '@tanstack/react-router'
import { TrafficSlotsContext } from '#web/features/traffic/slots.ts'
import { TrafficScreen } from '#web/features/traffic/traffic-screen.tsx'
import { withComparison, withMoment, withRange } from '#web/features/traffic/traffic-search.ts'
import { useLive } from '#web/live/use-live.ts'
import { useNow } from '#web/live/use-now.ts'
import { nav } from '#web/messages/en.ts'
import { PATHS, instantOf, trafficUrl } from '#web/urls/urls.ts'
import { copyLink } from './copy-link.ts'
import { PastBand } from './timeline/past-band.tsx'
import { rangeOfText, rangeTextOf } from './timeline/timeline-range.ts'
import { Timeline } from './timeline/timeline.tsx'
import classes from './traffic-page.module.css'
import { useEvacuationSlots } from './evacuate/use-evacuation-slots.tsx'
import { useMomentInAddress } from './use-moment-in-address.ts'

/** The traffic screen with time along its bottom. */
export function TrafficPage() {
  const thresholds = useLive((live) => live.health)
  const search = useSearch({ from: PATHS.traffic })
  const navigate = useNavigate({ from: PATHS.traffic })
  useMomentInAddress(search, (next) => void navigate({ search: next, replace: true }))
  const now = useNow()
  const slots = useEvacuationSlots(search.evacuate, trafficUrl({ ...search, evacuate: undefined }))
  const copyMoment = () => {
    const at = instantOf(search.at ?? '') ?? now
    void copyLink(trafficUrl(withMoment(search, at)), at)
  }
  return (
    <div className={classes.page}>
      <h1 className="visually-hidden">{nav.traffic}</h1>
      <div className={classes.screen}>
        <TrafficSlotsContext value={slots}>
          <TrafficScreen
            search={search}
            onSearch={(next, how) => void navigate({ search: next, replace: how?.replace ?? false })}
          />
        </TrafficSlotsContext>
        <PastBand />
      </div>
      <Timeline
        thresholds={thresholds}
        onCopyLink={copyMoment}
        range={rangeOfText(search.range)}
        onRange={(range) => void navigate({ search: withRange(search, rangeTextOf(range)) })}
        other={instantOf(search.vs ?? '') ?? null}
        onOther={(at) => void navigate({ search: withComparison(search, at), replace: true })}
      />
    </div>
  )
}
