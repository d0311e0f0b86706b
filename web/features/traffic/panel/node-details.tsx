import { GLOBAL_REGION, nodeIdOf } from '#contract/ids.ts'
import type { RosterNode } from '#contract/roster.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import type { SeriesOf } from '#web/api/series.ts'
import { neighboursOf } from '#web/fleet/connection-facts.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { nodeNameOf } from '#web/fleet/node-name.ts'
import { marksOfNode } from '#web/fleet/node-marks.ts'
import { isOutside, serviceFactsOf } from '#web/fleet/service-facts.ts'
import { sumOfEdges } from '#web/fleet/sum-of-edges.ts'
import { AroundActions } from '../filter/around-actions.tsx'
import { MarkList } from '../marks/mark-list.tsx'
import { regionOfView, type TrafficSearch } from '../traffic-search.ts'
import { serviceUrl } from '#web/urls/urls.ts'
import { DetailsTitle, NotHere } from './details-title.tsx'
import { HistoryCharts } from './history-charts.tsx'
import { NeighbourTable } from './neighbour-table.tsx'
import { NodeZones } from './node-zones.tsx'
import classes from './panel.module.css'
import { Stats } from './stats.tsx'

export interface NodeDetailsProps {
  fleet: Fleet
  sel: string
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
  onClose: () => void
  onSelect: (node: RosterNode) => void
}

const COLUMNS = ['requestsPerSecond', 'errorShare', 'p99LatencyMs'] as const

/** A service, or what lies outside: how it is and was, who calls it, whom it calls. */
export function NodeDetails({ fleet, sel, search, onSearch, onClose, onSelect }: NodeDetailsProps) {
  const row = fleet.roster.nodes.findIndex((node) => nodeIdOf(node) === sel)
  const service = serviceFactsOf(fleet, row)
  if (service === null) return <NotHere sel={sel} onClose={onClose} />
  const { node } = service
  const region = regionOfView(search) ?? GLOBAL_REGION
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
  const charted = seriesOf(node, region)
  return (
    <>
      <DetailsTitle name={nodeNameOf(node)} about={about.join(' · ')} facts={facts} onClose={onClose} />
      {!isOutside(node) && (
        <p>
          <a className={classes.wayOut} href={serviceUrl(node.service, { region: node.region })}>
            {trafficWords.panel.servicePage}
          </a>
        </p>
      )}
      <Stats facts={facts} saturation={service.saturation} />
      <MarkList marks={marksOfNode(fleet, row)} now={fleet.worldNow} />
      {charted !== null && <HistoryCharts of={charted} facts={facts} at={fleet.frame.worldAt} columns={COLUMNS} />}
      {node.zones !== undefined && <NodeZones zones={node.zones} search={search} onSearch={onSearch} />}
      {!isOutside(node) && <AroundActions fleet={fleet} node={node} search={search} onSearch={onSearch} />}
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

/** Of what lies outside only what it sends into the region shown is recorded. */
function seriesOf(node: RosterNode, region: string): SeriesOf | null {
  if (!isOutside(node)) return { region: node.region, service: node.service }
  return node.kind === 'internet' && region !== GLOBAL_REGION ? { source: nodeIdOf(node), target: region } : null
}
