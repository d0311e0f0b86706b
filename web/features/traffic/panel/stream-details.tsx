import { GLOBAL_REGION, nodeIdOf } from '#contract/ids.ts'
import type { RosterNode } from '#contract/roster.ts'
import { chartWords } from '#web/messages/charts-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { selectionName } from '../breadcrumb.ts'
import { connectionsIn, type ConnectionFacts } from '#web/fleet/connection-facts.ts'
import { nodeFacts, type Fleet } from '#web/fleet/fleet.ts'
import { nodeNameOf } from '#web/fleet/node-name.ts'
import { regionFactsOf } from '#web/fleet/region-facts.ts'
import { sumOfEdges } from '#web/fleet/sum-of-edges.ts'
import { groupOfId } from '../model/group-id.ts'
import { groupMembersOf } from '../model/group-members.ts'
import { withSelection, withView, type TrafficSearch } from '../traffic-search.ts'
import { DetailsTitle, NotHere } from './details-title.tsx'
import { HistoryCharts } from './history-charts.tsx'
import { NeighbourTable } from './neighbour-table.tsx'
import classes from './panel.module.css'
import { Stats } from './stats.tsx'

export interface StreamDetailsProps {
  fleet: Fleet
  sel: string
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
  onClose: () => void
  onSelect: (node: RosterNode) => void
}

const COLUMNS = ['requestsPerSecond', 'errorShare', 'p99LatencyMs'] as const

/** One connection, or the sum of several from one end to another. */
export function StreamDetails({ fleet, sel, search, onSearch, onClose, onSelect }: StreamDetailsProps) {
  const connections = connectionsOfStream(fleet, sel)
  const [first] = connections
  if (first === undefined) return <NotHere sel={sel} onClose={onClose} />
  const facts = sumOfEdges(
    fleet,
    connections.map(({ row }) => row),
  )
  const isOne = connections.length === 1
  const [source = '', target = ''] = sel.split('>')
  // A group has members instead of a place and a history of its own: the tables below tell of them.
  const hasOwnEnds = groupOfId(source) === null && groupOfId(target) === null
  return (
    <>
      <DetailsTitle
        name={selectionName(sel, fleet.roster)}
        about={isOne ? first.edge.protocol : trafficWords.panel.sumOf(connections.length)}
        facts={facts}
        onClose={onClose}
      />
      <Stats facts={facts} />
      {hasOwnEnds && (
        <section>
          <h3 className={classes.heading}>{chartWords.ends}</h3>
          <ul className={classes.list}>
            {[
              { label: chartWords.from, id: source, node: first.source },
              { label: chartWords.to, id: target, node: first.target },
            ].map(({ label, id, node }) => (
              <li key={label} className={classes.end}>
                <span className={classes.endLabel}>{label}</span>
                <End
                  fleet={fleet}
                  region={id === node.region ? id : null}
                  node={node}
                  onRegion={(region) => onSearch(withSelection(withView(search, region), null))}
                  onSelect={onSelect}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      {hasOwnEnds && <HistoryCharts of={{ source, target }} facts={facts} at={fleet.frame.worldAt} columns={COLUMNS} />}
      {!isOne && <SumTables connections={connections} onSelect={onSelect} />}
    </>
  )
}

interface EndProps {
  fleet: Fleet
  /** The end is a whole region. */
  region: string | null
  node: RosterNode
  onRegion: (region: string) => void
  onSelect: (node: RosterNode) => void
}

function End({ fleet, region, node, onRegion, onSelect }: EndProps) {
  const row = fleet.roster.nodes.indexOf(node)
  const health =
    region === null
      ? nodeFacts(fleet, row).health
      : (regionFactsOf(fleet).find((one) => one.region.id === region)?.health ?? 'unknown')
  const isOutside = node.region === GLOBAL_REGION
  return (
    <button
      type="button"
      className={classes.link}
      onClick={() => (region === null ? onSelect(node) : onRegion(region))}
    >
      <span className={classes.rowName}>
        {!isOutside && <HealthMark health={health} label={healthWords[health]} />}
        {region ?? nodeNameOf(node)}
      </span>
      {region === null && !isOutside && <span className={classes.endRegion}>{node.region}</span>}
    </button>
  )
}

/** Of a sum, who calls and who is called, worst first. */
function SumTables({
  connections,
  onSelect,
}: {
  connections: readonly ConnectionFacts[]
  onSelect: (node: RosterNode) => void
}) {
  const words = trafficWords.panel
  return (
    <>
      <NeighbourTable
        title={words.callers}
        nobody={words.noCallers}
        connections={connections}
        other={({ source }) => source}
        region=""
        onSelect={onSelect}
      />
      <NeighbourTable
        title={words.calls}
        nobody={words.noCalls}
        connections={connections}
        other={({ target }) => target}
        region=""
        onSelect={onSelect}
      />
    </>
  )
}

/** `us-east-1/api>us-east-1/identity:http` is one connection; ends may be whole regions (`us-east-1>eu-west-1`). */
export function connectionsOfStream(fleet: Fleet, sel: string): ConnectionFacts[] {
  const all = connectionsIn(fleet, null)
  const exact = all.find(({ id }) => id === sel)
  if (exact !== undefined) return [exact]
  const [from, to] = sel.split('>')
  const [callers, callees] = [from, to].map((end) => groupMembersOf(fleet.roster, end ?? ''))
  return all.filter(
    ({ edge, source, target }) =>
      (callers?.has(edge.source) ?? isEnd(from, source)) && (callees?.has(edge.target) ?? isEnd(to, target)),
  )
}

function isEnd(end: string | undefined, node: RosterNode): boolean {
  return end === node.region || end === nodeIdOf(node)
}
