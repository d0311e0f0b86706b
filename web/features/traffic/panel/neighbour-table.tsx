import { formatLatency, formatRequestsPerSecond, formatShare } from '#web/messages/format-numbers.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { GLOBAL_REGION, nodeIdOf } from '#contract/ids.ts'
import type { RosterNode } from '#contract/roster.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { freshnessText } from '#web/ui/freshness-label.tsx'
import { Figure } from '#web/ui/figure.tsx'
import type { ConnectionFacts } from '#web/fleet/connection-facts.ts'
import { nodeNameOf } from '#web/fleet/node-name.ts'
import { worstFirst } from '#web/fleet/worst-first.ts'
import classes from './panel.module.css'

export interface NeighbourTableProps {
  title: string
  /** Said where there are none. */
  nobody: string
  connections: readonly ConnectionFacts[]
  /** The other end of a connection. */
  other: (connection: ConnectionFacts) => RosterNode
  /** The region shown: ends elsewhere are named with theirs. */
  region: string
  onSelect: (node: RosterNode) => void
}

const MOST_ROWS = 14

/** Callers or callees of a service, worst first; each leads to itself. */
export function NeighbourTable({ title, nobody, connections, other, region, onSelect }: NeighbourTableProps) {
  const words = trafficWords.panel.columns
  const sorted = [...connections].sort(worstFirst)
  return (
    <section>
      <h3 className={classes.heading}>{title}</h3>
      {sorted.length === 0 ? (
        <p className={classes.quiet}>{nobody}</p>
      ) : (
        <table className={classes.neighbours}>
          <thead>
            <tr>
              <th scope="col">{words.service}</th>
              <th scope="col">{words.requests}</th>
              <th scope="col">{words.failed}</th>
              <th scope="col">{words.p99}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, MOST_ROWS).map((connection) => (
              <NeighbourRow
                key={connection.id}
                facts={connection}
                name={nameIn(region, other(connection))}
                id={nodeIdOf(other(connection))}
                onSelect={() => onSelect(other(connection))}
              />
            ))}
          </tbody>
        </table>
      )}
      {sorted.length > MOST_ROWS && (
        <p className={classes.quiet}>{trafficWords.panel.more(sorted.length - MOST_ROWS)}</p>
      )}
    </section>
  )
}

interface NeighbourRowProps {
  facts: ConnectionFacts
  name: string
  id: string
  onSelect: () => void
}

function NeighbourRow({ facts, name, id, onSelect }: NeighbourRowProps) {
  const isLive = facts.freshness === 'live'
  const age = freshnessText({ state: facts.freshness, ageMs: facts.ageMs })
  return (
    <tr data-freshness={facts.freshness}>
      <td>
        <button type="button" className={classes.link} onClick={onSelect} title={isLive ? id : `${id}, ${age}`}>
          {name}
          <span className="visually-hidden">
            , {isLive ? healthWords[facts.health] : `${healthWords[facts.health]}, ${age}`}
          </span>
        </button>
      </td>
      <td>
        <Figure text={formatRequestsPerSecond(facts.requestsPerSecond)} />
      </td>
      <td className={classes.tone} data-health={facts.health}>
        <Figure text={formatShare(facts.errorShare)} />
      </td>
      <td>
        <Figure text={formatLatency(facts.p99LatencyMs)} />
      </td>
    </tr>
  )
}

function nameIn(region: string, node: RosterNode): string {
  const elsewhere = node.region !== region && node.region !== GLOBAL_REGION
  return elsewhere ? `${nodeNameOf(node)} (${node.region})` : nodeNameOf(node)
}
