import { formatLatency, formatRequestsPerSecond, formatShare } from '#web/messages/format-numbers.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { selectionName } from '../breadcrumb.ts'
import type { Facts, Fleet } from '#web/fleet/fleet.ts'
import type { MapModel } from '../model/map-model.ts'
import { marksOfRegion, marksOfRows } from '#web/fleet/node-marks.ts'
import { MarkList } from '../marks/mark-list.tsx'
import { rowOf, rowsOfNode } from '../model/map-model.ts'
import classes from './hover-card.module.css'

export interface Hovered {
  id: string
  /** CSS px from the map's upper left corner. */
  x: number
  y: number
  /** The map's width: the card opens towards its middle. */
  width: number
}

/** The numbers of what the pointer rests on. */
export function HoverCard({ fleet, model, hovered }: { fleet: Fleet; model: MapModel; hovered: Hovered }) {
  const node = rowOf(model.nodes, hovered.id)
  const edge = rowOf(model.edges, hovered.id)
  if (node < 0 && edge < 0) return null
  const facts = node >= 0 ? model.nodeFacts(fleet, node) : model.edgeFacts(fleet, edge)
  const shown = model.nodes[node]
  const marks =
    shown === undefined
      ? []
      : shown.kind === 'region'
        ? marksOfRegion(fleet, shown.id)
        : marksOfRows(fleet, rowsOfNode(shown))
  const left = hovered.x > hovered.width / 2
  return (
    <div
      className={classes.card}
      data-side={left ? 'left' : 'right'}
      style={{ transform: `translate(${hovered.x + (left ? -14 : 14)}px, ${hovered.y + 10}px)` }}
    >
      <div className={classes.body} data-freshness={facts.freshness}>
        <div className={classes.title}>
          <HealthMark health={facts.health} label={facts.health} />
          {selectionName(hovered.id, fleet.roster)}
          <span className={classes.age}>
            <FreshnessLabel state={facts.freshness} ageMs={Number.isNaN(facts.ageMs) ? null : facts.ageMs} />
          </span>
        </div>
        <FactLine facts={facts} />
        <MarkList marks={marks} now={fleet.worldNow} most={3} />
      </div>
    </div>
  )
}

function FactLine({ facts }: { facts: Facts }) {
  const lines: [name: string, value: string, tone?: string | undefined][] = [
    [trafficWords.panel.requests, formatRequestsPerSecond(facts.requestsPerSecond)],
    [trafficWords.panel.failed, formatShare(facts.errorShare), facts.health === 'failing' ? 'failing' : undefined],
    [trafficWords.panel.degraded, formatShare(facts.degradedShare)],
    [trafficWords.panel.p99, formatLatency(facts.p99LatencyMs)],
  ]
  return (
    <dl className={classes.facts}>
      {lines.map(([name, value, tone]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd data-tone={tone}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
