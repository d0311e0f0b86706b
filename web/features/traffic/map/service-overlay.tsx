import { useEffect, useRef } from 'react'
import { formatRequestsPerSecond, formatShare } from '#web/messages/format-numbers.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import type { Engine } from '#web/engine/engine.ts'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { Figure } from '#web/ui/figure.tsx'
import { saturationOf, type Fleet } from '#web/fleet/fleet.ts'
import { formatWholeShare } from '#web/messages/format-numbers.ts'
import { rowOf, type MapModel } from '../model/map-model.ts'
import { selectionName } from '../breadcrumb.ts'
import classes from './world-overlay.module.css'

export interface ServiceOverlayProps {
  fleet: Fleet
  model: MapModel
  engine: Engine | null
  /** Id of the service in the middle. */
  service: string
}

/** The numbers of the service in the middle, as text of the page, inside of its donut. */
export function ServiceOverlay({ fleet, model, engine, service }: ServiceOverlayProps) {
  const anchor = useRef<HTMLDivElement>(null)
  const row = rowOf(model.nodes, service)
  useEffect(() => {
    if (engine === null || anchor.current === null || row < 0) return
    engine.setOverlay([{ node: row, element: anchor.current }])
    return () => engine.setOverlay([])
  }, [engine, model, row])
  if (row < 0) return null
  const facts = model.nodeFacts(fleet, row)
  const node = model.nodes[row]
  const used = node?.kind === 'service' ? saturationOf(fleet, node.row) : NaN
  return (
    <div className={classes.overlay} data-placed={engine !== null || undefined}>
      <div ref={anchor} className={classes.anchor}>
        <div data-service={service} data-health={facts.health} data-freshness={facts.freshness}>
          <div className={classes.inside}>
            <strong className={classes.large}>
              <Figure text={formatRequestsPerSecond(facts.requestsPerSecond)} />
            </strong>
            <span className={classes.unit}>{trafficWords.requestsPerSecond}</span>
            <span className={classes.failed} data-health={facts.health}>
              {trafficWords.failed(formatShare(facts.errorShare))}
            </span>
          </div>
          <div className={classes.below}>
            <span className={classes.name}>
              {facts.health !== 'healthy' && <HealthMark health={facts.health} size={11} label={facts.health} />}
              {selectionName(service, fleet.roster)}
            </span>
            <span className={classes.facts}>
              {Number.isNaN(used)
                ? trafficWords.map.headroomUnknown
                : trafficWords.map.headroom(formatWholeShare(Math.max(0, 1 - used)))}
              {' · '}
              <FreshnessLabel state={facts.freshness} ageMs={Number.isNaN(facts.ageMs) ? null : facts.ageMs} />
            </span>
          </div>
        </div>
      </div>
    </div>
  )
}
