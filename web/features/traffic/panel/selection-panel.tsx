import { GLOBAL_REGION, nodeIdOf } from '#contract/ids.ts'
import type { RosterNode } from '#contract/roster.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { selectionName } from '../breadcrumb.ts'
import { connectionsIn, neighboursOf, type ConnectionFacts } from '../facts/connection-facts.ts'
import { UNKNOWN_FACTS, type Facts, type Fleet } from '../facts/fleet.ts'
import { nodeNameOf } from '../facts/node-name.ts'
import { serviceFactsOf } from '../facts/service-facts.ts'
import { sumOfEdges } from '../facts/sum-of-edges.ts'
import { regionOfView, withSelection, withView, type TrafficSearch } from '../traffic-search.ts'
import { NeighbourTable } from './neighbour-table.tsx'
import classes from './panel.module.css'
import { Stats } from './stats.tsx'

export interface SelectionPanelProps {
  fleet: Fleet
  sel: string
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
}

/** What is selected: a service, or a stream between two ends. */
export function SelectionPanel({ fleet, sel, search, onSearch }: SelectionPanelProps) {
  const close = (): void => onSearch(withSelection(search, null))
  const select = (node: RosterNode): void => {
    const id = nodeIdOf(node)
    onSearch(node.region === GLOBAL_REGION ? withSelection(search, id) : withView(search, node.region, id))
  }
  if (sel.includes('>')) return <StreamDetails fleet={fleet} sel={sel} onClose={close} onSelect={select} />
  const row = fleet.roster.nodes.findIndex((node) => nodeIdOf(node) === sel)
  const region = regionOfView(search) ?? GLOBAL_REGION
  return <NodeDetails fleet={fleet} row={row} sel={sel} region={region} onClose={close} onSelect={select} />
}

interface DetailsProps {
  fleet: Fleet
  sel: string
  onClose: () => void
  onSelect: (node: RosterNode) => void
}

function NodeDetails({ fleet, row, sel, region, onClose, onSelect }: DetailsProps & { row: number; region: string }) {
  const service = serviceFactsOf(fleet, row)
  if (service === null) return <NotHere sel={sel} onClose={onClose} />
  const { node } = service
  const { callers, callees } = neighboursOf(fleet, sel)
  // Nobody measures the INTERNET itself: it is what it sends.
  const facts =
    Number.isNaN(service.requestsPerSecond) && callers.length === 0
      ? sumOfEdges(
          fleet,
          callees.map((one) => one.row),
        )
      : service
  const about = [
    ...(node.region === GLOBAL_REGION ? [] : [node.region]),
    node.kind,
    ...(node.owner === undefined ? [] : [trafficWords.panel.owner(node.owner)]),
  ]
  return (
    <>
      <Title name={nodeNameOf(node)} about={about.join(' · ')} facts={facts} onClose={onClose} />
      <Stats facts={facts} saturation={service.saturation} />
      <NeighbourTable
        title={trafficWords.panel.callers}
        nobody={trafficWords.panel.noCallers}
        connections={callers}
        other={({ source }) => source}
        region={region}
        onSelect={onSelect}
      />
      <NeighbourTable
        title={trafficWords.panel.calls}
        nobody={trafficWords.panel.noCalls}
        connections={callees}
        other={({ target }) => target}
        region={region}
        onSelect={onSelect}
      />
    </>
  )
}

function StreamDetails({ fleet, sel, onClose, onSelect }: DetailsProps) {
  const connections = connectionsOfStream(fleet, sel)
  if (connections.length === 0) return <NotHere sel={sel} onClose={onClose} />
  const facts = sumOfEdges(
    fleet,
    connections.map(({ row }) => row),
  )
  const [first] = connections
  const about =
    connections.length === 1 && first !== undefined ? first.edge.protocol : trafficWords.panel.sumOf(connections.length)
  return (
    <>
      <Title name={selectionName(sel, fleet.roster)} about={about} facts={facts} onClose={onClose} />
      <Stats facts={facts} />
      <NeighbourTable
        title={trafficWords.panel.callers}
        nobody={trafficWords.panel.noCallers}
        connections={connections}
        other={({ source }) => source}
        region=""
        onSelect={onSelect}
      />
      <NeighbourTable
        title={trafficWords.panel.calls}
        nobody={trafficWords.panel.noCalls}
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
  return all.filter(({ source, target }) => isEnd(from, source) && isEnd(to, target))
}

function isEnd(end: string | undefined, node: RosterNode): boolean {
  return end === node.region || end === nodeIdOf(node)
}

function Title({ name, about, facts, onClose }: { name: string; about: string; facts: Facts; onClose: () => void }) {
  return (
    <header>
      <h2 className={classes.title}>
        <HealthMark health={facts.health} size={12} label={healthWords[facts.health]} />
        <span>{name}</span>
        <button type="button" className={classes.close} aria-label={trafficWords.panel.close} onClick={onClose}>
          ×
        </button>
      </h2>
      <p className={classes.quiet}>
        {about} · <FreshnessLabel state={facts.freshness} ageMs={Number.isNaN(facts.ageMs) ? null : facts.ageMs} />
      </p>
    </header>
  )
}

function NotHere({ sel, onClose }: { sel: string; onClose: () => void }) {
  return (
    <section>
      <Title name={trafficWords.panel.notHere} about={sel} facts={UNKNOWN_FACTS} onClose={onClose} />
      <p className={classes.quiet}>{trafficWords.panel.notHereBody(sel)}</p>
    </section>
  )
}
