import IconTable from '@tabler/icons-react/dist/esm/icons/IconTable.mjs'
import IconTopologyStar3 from '@tabler/icons-react/dist/esm/icons/IconTopologyStar3.mjs'
import { lazy, Suspense, useContext, useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import type { Engine } from '#web/engine/engine.ts'
import { compareMenuWords } from '#web/messages/compare-menu-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { useLive } from '#web/live/use-live.ts'
import { useNow } from '#web/live/use-now.ts'
import { useReplay } from '#web/live/use-replay.ts'
import { useShownStream } from '#web/live/use-shown.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { KeyHint } from '#web/ui/key-hint.tsx'
import { useShortcuts } from '#web/ui/use-shortcuts.ts'
import { sourcesUrl } from '#web/urls/urls.ts'
import { CompareMenu } from './compare/compare-menu.tsx'
import { useComparison, type Comparison } from './compare/use-comparison.ts'
import { useTelling } from './compare/use-telling.tsx'
import { connectionsIn } from '#web/fleet/connection-facts.ts'
import type { MapPicture } from './export/map-picture.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { servicesIn } from '#web/fleet/service-facts.ts'
import { useFleet } from '#web/fleet/use-fleet.ts'
import { filterAskedBy } from './filter/filter-asked-by.ts'
import { TrafficFilterBar } from './filter/traffic-filter-bar.tsx'
import { useFilter, type Filter } from '#web/filter/use-filter.ts'
import { useFilterLanguage } from '#web/filter/use-filter-language.ts'
import { Headline } from './map/headline.tsx'
import { ToolExtra, ToolLabel } from '#web/ui/tool-label.tsx'
import { MapTools } from './map/map-tools.tsx'
import { TrafficMap } from './map/traffic-map.tsx'
import type { CanvasTrouble } from './map-canvas.tsx'
import { WorldPanel } from './panel/world-panel.tsx'
import { GroupMenu } from './places/group-menu.tsx'
import panelClasses from './panel/panel.module.css'
import { TrafficSlotsContext } from './slots.ts'
import { DataNotice } from '#web/fleet/data-notice.tsx'
import { LoadingState } from '#web/fleet/loading-state.tsx'
import { PastState } from './states/past-state.tsx'
import classes from './traffic-screen.module.css'
import { oneLevelUp, regionOfView, serviceOfView, withTable, withView, type TrafficSearch } from './traffic-search.ts'

/** Its parts are fetched when first asked for: the map is the first picture. */
const TrafficTable = lazy(async () => ({ default: (await import('./traffic-table.tsx')).TrafficTable }))
const loadRegionPanel = () => import('./panel/region-panel.tsx')
const loadSelectionPanel = () => import('./panel/selection-panel.tsx')
const RegionPanel = lazy(async () => ({ default: (await loadRegionPanel()).RegionPanel }))
const SelectionPanel = lazy(async () => ({ default: (await loadSelectionPanel()).SelectionPanel }))

export interface TrafficScreenProps {
  search: TrafficSearch
  /** `replace`: not a step that the back button takes back. */
  onSearch: (next: TrafficSearch, how?: { replace: boolean }) => void
}

/** `/`: the world's traffic, a region's services, and what is selected. */
export function TrafficScreen({ search, onSearch }: TrafficScreenProps) {
  const stream = useLive((live) => live.stream)
  const roster = useLive((live) => live.roster)
  const fleet = useForetoldFleet()
  useShortcuts([
    { keys: 't', run: () => onSearch(withTable(search, search.table !== true)) },
    {
      keys: 'Escape',
      run: () => {
        const up = oneLevelUp(search)
        if (up !== null) onSearch(up)
      },
    },
  ])
  const isPast = useReplay(({ mode }) => mode !== 'live')
  // Who follows a link with a filter shall not see everything first.
  const [startsFiltered] = useState(search.q !== undefined)
  const canRead = useFilterLanguage(startsFiltered || fleet !== null) !== null
  if (fleet === null && isPast) return <PastState />
  if (fleet === null || (startsFiltered && !canRead)) return <Waiting stream={stream} hasRoster={roster !== null} />
  const missing = missingPicture(fleet, regionOfView(search))
  if (missing !== null) {
    return (
      <EmptyState
        title={missing.title}
        action={
          missing.toSources ? (
            <a href={sourcesUrl()}>{trafficWords.empty.action}</a>
          ) : (
            <ActionButton onClick={() => onSearch(withView(search, null))}>{trafficWords.empty.toWorld}</ActionButton>
          )
        }
      >
        {missing.body}
      </EmptyState>
    )
  }
  return <Picture fleet={fleet} search={search} onSearch={onSearch} />
}

/** The fleet with what would saturate, where something is considered. */
function useForetoldFleet(): Fleet | null {
  const fleet = useFleet()
  const { foretold } = useContext(TrafficSlotsContext)
  return useMemo(() => (fleet === null || foretold === undefined ? fleet : { ...fleet, foretold }), [fleet, foretold])
}

function Waiting({ stream, hasRoster }: { stream: Parameters<typeof LoadingState>[0]['stream']; hasRoster: boolean }) {
  const now = useNow()
  const skewMs = useLive((live) => live.skewMs)
  return <LoadingState stream={stream} hasRoster={hasRoster} elapsedMs={Math.max(0, now + skewMs - stream.since)} />
}

function missingPicture(
  fleet: Fleet,
  region: string | null,
): { title: string; body: string; toSources: boolean } | null {
  const words = trafficWords.empty
  if (servicesIn(fleet, null).length === 0) return { title: words.title, body: words.body, toSources: true }
  if (region === null || servicesIn(fleet, region).length > 0) return null
  const known = fleet.roster.regions.find(({ id }) => id === region)
  const title = known === undefined ? words.noRegion(region) : words.noServices(known.id)
  return { title, body: known === undefined ? words.noRegionBody : words.body, toSources: false }
}

function Picture({ fleet, search, onSearch }: TrafficScreenProps & { fleet: Fleet }) {
  // Most visits look at more than the world: its panels are fetched behind the first picture.
  useEffect(() => void Promise.all([loadRegionPanel(), loadSelectionPanel()]).catch(() => {}), [])
  const stream = useShownStream()
  const [trouble, setTrouble] = useState<CanvasTrouble | null>(null)
  const picture = useRef<MapPicture | null>(null)
  const region = regionOfView(search)
  const { band } = useContext(TrafficSlotsContext)
  const comparison = useComparison({ fleet, search, onSearch })
  const telling = useTelling(comparison, search)
  const drawn = comparison.kind === 'ready' && search.side !== true ? comparison.fleets.drawn : fleet
  const filter = useFilter(drawn, filterAskedBy(search))
  const asTable = search.table === true || trouble !== null
  const beside = comparison.kind === 'ready' && search.side === true && !asTable ? comparison.code : null
  const [engine, setEngine] = useState<Engine | null>(null)
  const hasHeadline = !asTable && region === null && comparison.kind === 'none'
  return (
    <div className={classes.screen} data-view={region ?? 'world'}>
      <div className={classes.picture}>
        <DataNotice fleet={fleet} stream={stream} />
        {band}
        <ComparisonPart fleet={fleet} comparison={comparison} search={search} onSearch={onSearch} />
        <div className={classes.stage}>
          {/* The map stays mounted while the driver has its context: it comes back by itself. */}
          {search.table !== true && trouble !== 'no-webgl' && (
            <div
              className={classes.map}
              data-away={trouble !== null || undefined}
              data-half={beside === null ? undefined : 'left'}
            >
              {beside !== null && <beside.SideLabel />}
              <TrafficMap
                fleet={drawn}
                telling={telling}
                onEngine={setEngine}
                search={search}
                onSearch={onSearch}
                onTrouble={setTrouble}
                onPicture={(shown) => {
                  picture.current = shown
                }}
                filtered={filter.filtered}
              />
            </div>
          )}
          {beside !== null && (
            <div className={classes.map} data-half="right">
              <beside.SideMap search={search} onSearch={onSearch} beside={engine} />
            </div>
          )}
          {asTable && (
            <Suspense fallback={null}>
              <Twin fleet={fleet} comparison={comparison} search={search} filter={filter} onSearch={onSearch} />
            </Suspense>
          )}
          {hasHeadline && <Headline fleet={fleet} />}
          <div className={classes.top} data-beside={hasHeadline ? 'headline' : undefined}>
            {search.kiosk !== true && (
              <>
                <TrafficFilterBar fleet={fleet} search={search} filter={filter} onSearch={onSearch} />
                <Toolbar
                  fleet={drawn}
                  comparison={comparison}
                  search={search}
                  filter={filter}
                  onSearch={onSearch}
                  trouble={trouble}
                  picture={picture}
                />
              </>
            )}
            {!asTable &&
              region !== null &&
              comparison.kind === 'none' &&
              serviceOfView(search) === null &&
              filter.filtered === null && <Count fleet={fleet} region={region} />}
            <Trouble trouble={trouble} />
          </div>
        </div>
      </div>
      <aside className={classes.panel} aria-label={trafficWords.panel.label}>
        <div className={panelClasses.panel}>
          <Suspense fallback={null}>
            <Panel fleet={fleet} comparison={comparison} search={search} onSearch={onSearch} />
          </Suspense>
        </div>
      </aside>
    </div>
  )
}

/** The table of what the map tells. */
function Twin({ fleet, comparison, search, filter, onSearch }: PanelProps & { filter: Filter }) {
  const { filtered } = filter
  if (comparison.kind === 'ready') {
    const { code, fleets } = comparison
    return <code.CompareTable fleets={fleets} search={search} onSearch={onSearch} filtered={filtered} />
  }
  return <TrafficTable fleet={fleet} search={search} onSearch={onSearch} filtered={filtered} />
}

/** Why there is no map. */
function Trouble({ trouble }: { trouble: CanvasTrouble | null }) {
  if (trouble === null) return null
  return (
    <p className={classes.trouble} role="alert">
      {trouble === 'no-webgl' ? trafficWords.broken.noWebgl : trafficWords.broken.lost}
    </p>
  )
}

/** Which moments are compared; nothing where none are. */
function ComparisonPart(props: PanelProps) {
  const { comparison } = props
  if (comparison.kind === 'none') return null
  if (comparison.kind === 'broken') {
    return (
      <p className={classes.trouble} role="alert">
        {compareMenuWords.broken}
      </p>
    )
  }
  const { code } = comparison
  return code === null ? null : <code.CompareBar {...props} />
}

function Count({ fleet, region }: { fleet: Fleet; region: string }) {
  return (
    <p className={classes.count}>
      {trafficWords.map.count(servicesIn(fleet, region).length, connectionsIn(fleet, region).length)}
    </p>
  )
}

interface PanelProps extends TrafficScreenProps {
  fleet: Fleet
  comparison: Comparison
}

function Panel({ fleet, comparison, search, onSearch }: PanelProps) {
  if (comparison.kind === 'ready') {
    const { code, fleets } = comparison
    return <code.ComparePanel fleets={fleets} search={search} onSearch={onSearch} />
  }
  const region = regionOfView(search)
  const sel = search.sel ?? serviceOfView(search)
  if (sel !== null) {
    return <SelectionPanel fleet={fleet} sel={sel} search={search} onSearch={onSearch} />
  }
  if (region === null) return <WorldPanel fleet={fleet} search={search} onSearch={onSearch} />
  return <RegionPanel fleet={fleet} region={region} search={search} onSearch={onSearch} />
}

interface ToolbarProps extends TrafficScreenProps {
  /** What the map draws. */
  fleet: Fleet
  comparison: Comparison
  filter: Filter
  trouble: CanvasTrouble | null
  picture: RefObject<MapPicture | null>
}

function Toolbar({ fleet, comparison, search, filter, onSearch, trouble, picture }: ToolbarProps) {
  const table = search.table === true || trouble !== null
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={trafficWords.map.toolbar}>
      <ActionButton
        size="small"
        disabled={trouble !== null}
        hint={table ? trafficWords.map.showMap : trafficWords.map.showTable}
        onClick={() => onSearch(withTable(search, !table))}
      >
        <ToolLabel icon={table ? IconTopologyStar3 : IconTable}>
          {table ? trafficWords.map.showMap : trafficWords.map.showTable}
        </ToolLabel>{' '}
        <ToolExtra>
          <KeyHint keys={['t']} decorative />
        </ToolExtra>
      </ActionButton>
      {!table && regionOfView(search) !== null && serviceOfView(search) === null && (
        <GroupMenu search={search} onSearch={onSearch} />
      )}
      <CompareMenu fleet={fleet} search={search} onSearch={onSearch} />
      <MapTools
        fleet={fleet}
        comparison={comparison}
        search={search}
        filter={filter}
        onSearch={onSearch}
        picture={picture}
        asTable={table}
      />
    </div>
  )
}
