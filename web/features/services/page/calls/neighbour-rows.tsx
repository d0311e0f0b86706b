import { useState } from 'react'
import { GLOBAL_REGION } from '#contract/ids.ts'
import type { ConnectionFacts } from '#web/fleet/connection-facts.ts'
import { nodeNameOf } from '#web/fleet/node-name.ts'
import { steadyWorstFirst } from '#web/fleet/steady-worst-first.ts'
import { formatLatency, formatRequestsPerSecond, formatShare, formatWholeShare } from '#web/messages/format-numbers.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { servicesWords } from '#web/messages/services-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { serviceUrl } from '#web/urls/urls.ts'
import { Figure } from '#web/ui/figure.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import page from '../page.module.css'

export interface NeighbourRowsProps {
  title: string
  hint: string
  nobody: string
  connections: readonly ConnectionFacts[]
  /** Which end of a connection is the other one. */
  end: 'source' | 'target'
  region: string
}

const MOST = 10
const words = servicePageWords.calls

/** Callers or callees, worst first, with their share of all its calls; each leads to its own page. */
export function NeighbourRows({ title, hint, nobody, connections, end, region }: NeighbourRowsProps) {
  const [showsAll, setShowsAll] = useState(false)
  const all = connections.reduce((sum, one) => sum + (one.requestsPerSecond || 0), 0)
  const sorted = [...connections].sort(steadyWorstFirst)
  const shown = showsAll ? sorted : sorted.slice(0, MOST)
  return (
    <section>
      <h3 className={page.label}>
        {title} · {connections.length}
      </h3>
      {connections.length === 0 ? (
        <p className={page.quiet}>{nobody}</p>
      ) : (
        <table className={page.table} aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{servicesWords.columns.name}</th>
              <th scope="col" title={hint}>
                {words.share}
              </th>
              <th scope="col">{servicesWords.columns.requests}</th>
              <th scope="col">{servicesWords.columns.errors}</th>
              <th scope="col">{servicesWords.columns.p99}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <Row
                key={one.id}
                facts={one}
                end={end}
                region={region}
                share={all > 0 ? one.requestsPerSecond / all : NaN}
              />
            ))}
          </tbody>
        </table>
      )}
      {sorted.length > MOST && (
        <button type="button" className={`${page.link} ${page.small}`} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? servicePageWords.breakers.fewer : servicePageWords.breakers.more(sorted.length)}
        </button>
      )}
    </section>
  )
}

interface RowProps {
  facts: ConnectionFacts
  end: 'source' | 'target'
  region: string
  share: number
}

function Row({ facts, end, region, share }: RowProps) {
  const other = facts[end]
  const isAway = other.region !== region && other.region !== GLOBAL_REGION
  const isService = other.kind !== 'internet' && other.kind !== 'cdn'
  const ill = facts.health === 'failing' || facts.health === 'degraded' ? facts.health : undefined
  return (
    <tr data-freshness={facts.freshness}>
      <td>
        <span className={page.named}>
          <HealthMark health={facts.health} size={9} label={healthWords[facts.health]} />
          {isService ? (
            <a className={page.link} href={serviceUrl(other.service, isAway ? { region: other.region } : { region })}>
              {nodeNameOf(other)}
            </a>
          ) : (
            nodeNameOf(other)
          )}
          {isAway && <span className={page.small}>{words.elsewhere(other.region)}</span>}
        </span>
      </td>
      <td>
        <Figure text={formatWholeShare(share)} />
      </td>
      <td>
        <Figure text={formatRequestsPerSecond(facts.requestsPerSecond)} />
      </td>
      <td>
        <span className={page.tone} data-tone={ill}>
          <Figure text={formatShare(facts.errorShare)} />
        </span>
      </td>
      <td>
        <Figure text={formatLatency(facts.p99LatencyMs)} />
      </td>
    </tr>
  )
}
