import { useContext, useEffect, useRef } from 'react'
import { formatRequestsPerSecond, formatShare, formatWholeShare } from '#web/messages/format-numbers.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import type { Engine } from '#web/engine/engine.ts'
import { Figure } from '#web/ui/figure.tsx'
import type { Facts, Fleet } from '#web/fleet/fleet.ts'
import { marksOfRegion, type NodeMark } from '#web/fleet/node-marks.ts'
import { nodeNameOf } from '#web/fleet/node-name.ts'
import { regionFactsOf, worldAgeOf, worldTotalOf, type RegionFacts } from '#web/fleet/region-facts.ts'
import { MarkBadge } from '../marks/mark-badge.tsx'
import { marksSummary } from '../marks/mark-words.ts'
import type { MapModel, MapNode } from '../model/map-model.ts'
import { TrafficSlotsContext } from '../slots.ts'
import classes from './world-overlay.module.css'

export interface WorldOverlayProps {
  fleet: Fleet
  model: MapModel
  engine: Engine | null
  onOpen: (node: MapNode) => void
}

/** The large numbers of the world as text of the page, carried by the engine to where their nodes are. */
export function WorldOverlay({ fleet, model, engine, onOpen }: WorldOverlayProps) {
  const elements = useRef(new Map<number, HTMLElement>())
  useEffect(() => {
    engine?.setOverlay([...elements.current].map(([node, element]) => ({ node, element })))
    return () => engine?.setOverlay([])
  }, [engine, model])
  const regions = regionFactsOf(fleet)

  return (
    <div className={classes.overlay} data-placed={engine !== null || undefined}>
      {model.nodes.map((node, row) => (
        <div
          key={node.id}
          className={classes.anchor}
          ref={(element) => {
            if (element !== null) elements.current.set(row, element)
            return () => {
              elements.current.delete(row)
            }
          }}
        >
          {node.kind === 'region' ? (
            <RegionWords
              facts={regions[node.index]}
              marks={marksOfRegion(fleet, node.id)}
              onOpen={() => onOpen(node)}
            />
          ) : node.kind === 'group' ? null : (
            <OutsideWords fleet={fleet} model={model} row={row} node={node} onOpen={() => onOpen(node)} />
          )}
        </div>
      ))}
    </div>
  )
}

interface RegionWordsProps {
  facts: RegionFacts | undefined
  marks: readonly NodeMark[]
  onOpen: () => void
}

function RegionWords({ facts, marks, onOpen }: RegionWordsProps) {
  if (facts === undefined) return null
  const { region, health } = facts
  const summary = marksSummary(marks)
  const open = trafficWords.map.open(region.id)
  const openLabel = summary === '' ? open : `${open}, ${summary}`
  return (
    <div data-region={region.id} data-freshness={facts.freshness} data-health={health}>
      <div className={classes.inside}>
        <strong className={classes.large}>
          <Figure text={formatRequestsPerSecond(facts.requestsPerSecond)} />
          <span className={classes.whenSmall}>{trafficWords.perSecondShort}</span>
        </strong>
        <span className={classes.unit}>{trafficWords.requestsPerSecond}</span>
        <span className={classes.failed} data-part="failed" data-health={health}>
          {trafficWords.failed(formatShare(facts.errorShare))}
        </span>
      </div>
      <div className={classes.below}>
        <button type="button" className={classes.name} aria-label={openLabel} onClick={onOpen}>
          {health !== 'healthy' && <HealthMark health={health} size={11} label={health} />}
          {region.id}
          <MarkBadge marks={marks} />
        </button>
        <span className={classes.facts} data-part="headroom">
          {Number.isNaN(facts.trafficShare) ? '' : `${formatWholeShare(facts.trafficShare)} · `}
          {Number.isNaN(facts.headroomShare)
            ? trafficWords.map.headroomUnknown
            : trafficWords.map.headroom(formatWholeShare(facts.headroomShare))}
          {facts.freshness === 'live' && ' · '}
          {facts.freshness === 'live' && <FreshnessLabel state="live" ageMs={facts.ageMs} />}
        </span>
        {facts.freshness !== 'live' && <Age facts={facts} />}
        <RegionNote region={region.id} />
      </div>
    </div>
  )
}

/** What the shell has to say of it. */
function RegionNote({ region }: { region: string }) {
  return useContext(TrafficSlotsContext).regionNote?.(region) ?? null
}

/** On a line of its own: it is longer than that of what is live, and matters more. */
function Age({ facts: { freshness, ageMs } }: { facts: Pick<Facts, 'freshness' | 'ageMs'> }) {
  return (
    <span className={classes.facts}>
      <FreshnessLabel state={freshness} ageMs={Number.isNaN(ageMs) ? null : ageMs} />
    </span>
  )
}
interface OutsideWordsProps {
  fleet: Fleet
  model: MapModel
  row: number
  node: Extract<MapNode, { row: number }>
  onOpen: () => void
}

function OutsideWords({ fleet, model, row, node, onOpen }: OutsideWordsProps) {
  const roster = fleet.roster.nodes[node.row]
  const internet = roster?.kind === 'internet'
  const facts = model.nodeFacts(fleet, row)
  const rate = internet ? worldTotalOf(fleet).requestsPerSecond : facts.requestsPerSecond
  const { freshness, ageMs } = internet ? worldAgeOf(fleet) : facts
  return (
    <div data-node={node.id} data-freshness={freshness}>
      <div className={classes.inside}>
        {internet ? (
          <>
            <strong className={classes.middle}>
              <Figure text={formatRequestsPerSecond(rate)} />
            </strong>
            <span className={classes.unit}>{trafficWords.requestsPerSecondShort}</span>
          </>
        ) : (
          <strong className={classes.small}>{roster === undefined ? '' : nodeNameOf(roster)}</strong>
        )}
      </div>
      <div className={internet ? classes.below : classes.beside}>
        <button type="button" className={classes.hubName} data-quiet={!internet || undefined} onClick={onOpen}>
          {internet ? (
            <>
              {nodeNameOf(roster)}
              <span className={classes.whenSmall}>{trafficWords.requestsPerSecondShort}</span>
            </>
          ) : (
            <span>
              {formatRequestsPerSecond(rate)}
              <span className={classes.whenLarge}> {trafficWords.requestsPerSecond}</span>
              <span className={classes.whenSmall}>{trafficWords.perSecondShort}</span>
            </span>
          )}
        </button>
        {freshness !== 'live' && !Number.isNaN(ageMs) && <Age facts={{ freshness, ageMs }} />}
      </div>
    </div>
  )
}
