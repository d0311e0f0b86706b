import { useEffect, useRef } from 'react'
import type { Engine } from '#web/engine/engine.ts'
import { compareWords as words } from '#web/messages/compare-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { selectionName } from '../breadcrumb.ts'
import { nodeNameOf } from '#web/fleet/node-name.ts'
import overlayClasses from '../map/world-overlay.module.css'
import type { MapModel, MapNode } from '../model/map-model.ts'
import { serviceOfView, type Measure, type TrafficSearch } from '../traffic-search.ts'
import { levelOf, type Change } from './change.ts'
import classes from './change-overlay.module.css'
import { ChangeValue } from './change-value.tsx'
import { valueText } from './change-words.ts'
import { nodeChangeOf } from './model-changes.ts'
import type { UnitedFleets } from './unite-fleets.ts'

export interface ChangeOverlayProps {
  fleets: UnitedFleets
  model: MapModel
  engine: Engine | null
  search: TrafficSearch
  onOpen: (node: MapNode) => void
}

/** What became of the world's regions, or of the service in the middle, as text of the page. */
export function ChangeOverlay({ fleets, model, engine, search, onOpen }: ChangeOverlayProps) {
  const elements = useRef(new Map<number, HTMLElement>())
  const service = serviceOfView(search)
  const isWorld = model.graph.streams === 'wide'
  useEffect(() => {
    engine?.setOverlay([...elements.current].map(([node, element]) => ({ node, element })))
    return () => engine?.setOverlay([])
  }, [engine, model])
  const measure = search.measure ?? 'volume'
  return (
    <div className={overlayClasses.overlay} data-placed={engine !== null || undefined}>
      {model.nodes.map((node, row) => {
        if (!isWorld && node.id !== service) return null
        const change = nodeChangeOf(model, fleets, row)
        return (
          <div
            key={node.id}
            className={overlayClasses.anchor}
            ref={(element) => {
              if (element !== null) elements.current.set(row, element)
              return () => {
                elements.current.delete(row)
              }
            }}
          >
            {node.kind === 'outside' ? (
              <OutsideChange
                node={node}
                fleets={fleets}
                change={change}
                measure={measure}
                onOpen={() => onOpen(node)}
              />
            ) : (
              <LargeChange
                id={node.id}
                name={node.kind === 'region' ? node.id : selectionName(node.id, fleets.drawn.roster)}
                change={change}
                measure={measure}
                onOpen={() => onOpen(node)}
              />
            )}
          </div>
        )
      })}
    </div>
  )
}

interface LargeChangeProps {
  id: string
  name: string
  change: Change
  measure: Measure
  onOpen: () => void
}

const MEASURES = ['volume', 'errors', 'latency'] as const

function LargeChange({ id, name, change, measure, onOpen }: LargeChangeProps) {
  const others = MEASURES.filter((one) => one !== measure && isNotable(change, one))
  return (
    <div data-change={id} data-freshness={change.now.freshness}>
      <div className={overlayClasses.inside}>
        <strong className={classes.large}>
          <ChangeValue change={change} measure={measure} />
        </strong>
        <span className={classes.fromTo}>
          {words.map.fromTo(valueText(change.before, measure), valueText(change.now, measure))}
        </span>
        <span className={overlayClasses.unit}>{unitOf(measure)}</span>
      </div>
      <div className={overlayClasses.below}>
        <button type="button" className={overlayClasses.name} aria-label={trafficWords.map.open(name)} onClick={onOpen}>
          {name}
        </button>
        {others.length > 0 && (
          <span className={classes.others}>
            {others.map((one) => (
              <span key={one}>
                {words.measure[one]} <ChangeValue change={change} measure={one} />
              </span>
            ))}
          </span>
        )}
        {change.now.freshness !== 'live' && (
          <span className={overlayClasses.facts}>
            <FreshnessLabel
              state={change.now.freshness}
              ageMs={Number.isNaN(change.now.ageMs) ? null : change.now.ageMs}
            />
          </span>
        )}
      </div>
    </div>
  )
}

function isNotable(change: Change, measure: Measure): boolean {
  return change.presence === 'both' && levelOf(change, measure) !== 0
}

function unitOf(measure: Measure): string {
  return measure === 'volume' ? trafficWords.requestsPerSecond : words.measureShort[measure]
}

interface OutsideChangeProps {
  node: Extract<MapNode, { kind: 'outside' }>
  fleets: UnitedFleets
  change: Change
  measure: Measure
  onOpen: () => void
}

function OutsideChange({ node, fleets, change, measure, onOpen }: OutsideChangeProps) {
  const named = fleets.drawn.roster.nodes[node.row]
  const name = named === undefined ? node.id : nodeNameOf(named)
  const isInternet = named?.kind === 'internet'
  return (
    <div data-change={node.id}>
      <div className={overlayClasses.inside}>
        {isInternet ? (
          <strong className={classes.middle}>
            <ChangeValue change={change} measure={measure} />
          </strong>
        ) : (
          <strong className={overlayClasses.small}>{name}</strong>
        )}
      </div>
      <div className={isInternet ? overlayClasses.below : overlayClasses.beside}>
        <button
          type="button"
          className={overlayClasses.hubName}
          data-quiet={!isInternet || undefined}
          aria-label={trafficWords.map.open(name)}
          onClick={onOpen}
        >
          {isInternet ? name : <ChangeValue change={change} measure={measure} />}
        </button>
      </div>
    </div>
  )
}
