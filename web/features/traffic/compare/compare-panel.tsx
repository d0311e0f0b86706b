import { compareWords as words } from '#web/messages/compare-en.ts'
import { selectionName } from '../breadcrumb.ts'
import panelClasses from '../panel/panel.module.css'
import {
  regionOfView,
  serviceOfView,
  withSelection,
  withView,
  type Measure,
  type TrafficSearch,
} from '../traffic-search.ts'
import { ChangeFigures } from './change-figures.tsx'
import classes from './compare-panel.module.css'
import { ChangeValue } from './change-value.tsx'
import { valueText } from './change-words.ts'
import {
  comparedConnections,
  comparedRegions,
  comparedServices,
  mostChangedFirst,
  type ComparedRow,
} from './compared-rows.ts'
import { headlineOf } from './headline-of.ts'
import { levelOf } from './change.ts'
import type { UnitedFleets } from './unite-fleets.ts'

export interface ComparePanelProps {
  fleets: UnitedFleets
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
}

const MOST_ROWS = 9

/** What changed, the most first: in the world, in a region, of what is selected. */
export function ComparePanel({ fleets, search, onSearch }: ComparePanelProps) {
  const region = regionOfView(search)
  const sel = search.sel ?? serviceOfView(search)
  const measure = search.measure ?? 'volume'
  if (sel !== null) {
    return <SelectedChange fleets={fleets} sel={sel} search={search} measure={measure} onSearch={onSearch} />
  }
  const regions = comparedRegions(fleets).filter(({ id }) => region === null || id === region)
  const services = comparedServices(fleets, region)
  return (
    <>
      <section>
        <h2 className={panelClasses.heading}>{words.panel.title}</h2>
        <Headline rows={[...regions, ...services]} regions={regions} />
      </section>
      <section>
        <h2 className={panelClasses.heading}>{region === null ? words.panel.regions : region}</h2>
        {regions.map((row) => (
          <article key={row.id} className={classes.region}>
            {region === null && (
              <button type="button" className={panelClasses.link} onClick={() => onSearch(withView(search, row.id))}>
                {row.name}
              </button>
            )}
            <ChangeFigures change={row.change} />
          </article>
        ))}
      </section>
      <Changed
        title={region === null ? words.panel.services : words.panel.inRegion(region)}
        rows={services}
        measure={measure}
        isWorld={region === null}
        onSelect={({ id }) => {
          const [of = ''] = id.split('/')
          onSearch(region === null ? withView(search, of, id) : withSelection(search, id))
        }}
      />
    </>
  )
}

function Headline({ rows, regions }: { rows: readonly ComparedRow[]; regions: readonly ComparedRow[] }) {
  const sentences = headlineOf(regions, rows)
  const [first, ...more] = sentences
  if (first === undefined) {
    return (
      <article className={panelClasses.card}>
        <h3 className={panelClasses.cardTitle}>{words.panel.nothing}</h3>
        <p className={panelClasses.quiet}>{words.panel.nothingBody}</p>
      </article>
    )
  }
  return (
    <article className={`${panelClasses.card} ${classes.card}`} data-tone={first.tone}>
      <h3 className={panelClasses.cardTitle}>{first.text}</h3>
      {more.map(({ text }) => (
        <p key={text} className={panelClasses.quiet}>
          {text}
        </p>
      ))}
    </article>
  )
}

interface ChangedProps {
  title: string
  rows: readonly ComparedRow[]
  measure: Measure
  /** Names are said with their regions. */
  isWorld: boolean
  onSelect: (row: ComparedRow) => void
}

function Changed({ title, rows, measure, isWorld, onSelect }: ChangedProps) {
  const changed = mostChangedFirst(rows, measure).filter(({ change }) => {
    const level = levelOf(change, measure)
    return level !== 0 && !Number.isNaN(level)
  })
  const count = (presence: string): number => rows.filter(({ change }) => change.presence === presence).length
  const unknown = rows.filter(({ change }) => Number.isNaN(levelOf(change, measure))).length
  const notes = [
    ...(count('new') > 0 ? [words.panel.appeared(count('new'))] : []),
    ...(count('gone') > 0 ? [words.panel.vanished(count('gone'))] : []),
    ...(unknown > 0 ? [words.panel.unknown(unknown)] : []),
    ...(changed.length > MOST_ROWS ? [words.panel.more(changed.length - MOST_ROWS)] : []),
  ]
  return (
    <section>
      <h2 className={panelClasses.heading}>
        {title} <span className={panelClasses.headingNote}>· {words.measure[measure]}</span>
      </h2>
      {changed.length === 0 && <p className={panelClasses.quiet}>{words.panel.calm(words.measure[measure])}</p>}
      <ul className={panelClasses.list}>
        {changed.slice(0, MOST_ROWS).map((row) => (
          <li key={row.id}>
            <ChangedRow row={row} measure={measure} about={isWorld ? row.about : ''} onSelect={() => onSelect(row)} />
          </li>
        ))}
      </ul>
      {notes.length > 0 && <p className={panelClasses.quiet}>{notes.join(' · ')}</p>}
    </section>
  )
}

interface ChangedRowProps {
  row: ComparedRow
  measure: Measure
  about: string
  onSelect: () => void
}

function ChangedRow({ row, measure, about, onSelect }: ChangedRowProps) {
  const { change } = row
  return (
    <button type="button" className={panelClasses.row} onClick={onSelect}>
      <span className={panelClasses.rowName}>{row.name}</span>
      <span className={panelClasses.rowValue}>
        <ChangeValue change={change} measure={measure} />
      </span>
      <span className={panelClasses.rowSecond}>
        <span className={panelClasses.rowNote}>{about}</span>
        <span className={panelClasses.rowNote}>
          {words.map.fromTo(valueText(change.before, measure), valueText(change.now, measure))}
        </span>
      </span>
    </button>
  )
}

interface SelectedChangeProps extends ComparePanelProps {
  sel: string
  measure: Measure
}

/** A service or a stream at both moments, and what became of those around it. */
function SelectedChange({ fleets, sel, search, measure, onSearch }: SelectedChangeProps) {
  const isStream = sel.includes('>')
  const connections = comparedConnections(fleets, null)
  const rows = isStream ? connections : [...comparedServices(fleets, null), ...comparedRegions(fleets)]
  const row = rows.find(({ id }) => id === sel)
  const close = (): void => onSearch(withSelection(search, null))
  return (
    <>
      <header>
        <h2 className={panelClasses.title}>
          <span>{selectionName(sel, fleets.drawn.roster)}</span>
          <button type="button" className={panelClasses.close} aria-label={words.panel.close} onClick={close}>
            ×
          </button>
        </h2>
        {row !== undefined && <p className={panelClasses.quiet}>{presenceText(row)}</p>}
      </header>
      {row === undefined ? (
        <p className={panelClasses.quiet}>{words.panel.notHereBody(sel)}</p>
      ) : (
        <ChangeFigures change={row.change} />
      )}
      {!isStream && (
        <>
          <Changed
            title={words.panel.callers}
            rows={endsOf(connections, sel, 'callers')}
            measure={measure}
            isWorld
            onSelect={({ id }) => onSearch(withSelection(search, id))}
          />
          <Changed
            title={words.panel.calls}
            rows={endsOf(connections, sel, 'calls')}
            measure={measure}
            isWorld
            onSelect={({ id }) => onSearch(withSelection(search, id))}
          />
        </>
      )}
    </>
  )
}

function presenceText({ about, change }: ComparedRow): string {
  return change.presence === 'both' ? about : `${about} · ${words.presence[change.presence]}`
}

/** Connections to or from a service, called by their other end. */
function endsOf(connections: readonly ComparedRow[], node: string, side: 'callers' | 'calls'): ComparedRow[] {
  return connections.flatMap((row) => {
    const [source = '', rest = ''] = row.id.split('>')
    const target = rest.slice(0, rest.lastIndexOf(':'))
    const [own, other] = side === 'callers' ? [target, source] : [source, target]
    if (own !== node) return []
    const [name = row.name] = row.name.split(' → ').slice(side === 'callers' ? 0 : 1)
    return [{ ...row, name, about: other.split('/')[0] ?? '' }]
  })
}
