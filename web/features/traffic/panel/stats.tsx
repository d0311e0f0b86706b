import { formatLatency, formatRequestsPerSecond, formatShare, formatWholeShare } from '#web/messages/format-numbers.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { Figure } from '#web/ui/figure.tsx'
import type { Facts } from '#web/fleet/fleet.ts'
import { illBy } from '#web/fleet/ill-by.ts'
import classes from './panel.module.css'

export interface StatsProps {
  facts: Facts
  /** Used share of capacity; undefined where the thing has none. */
  saturation?: number
  headroomShare?: number
}

/** The numbers of one thing, with their units. */
export function Stats({ facts, saturation, headroomShare }: StatsProps) {
  const words = trafficWords.panel
  const cause = illBy(facts)
  return (
    <dl className={classes.stats} data-freshness={facts.freshness}>
      <Stat name={words.requests} value={formatRequestsPerSecond(facts.requestsPerSecond)} />
      <Stat
        name={words.failed}
        value={formatShare(facts.errorShare)}
        health={cause === 'errors' ? facts.health : 'healthy'}
      />
      <Stat name={words.p99} value={formatLatency(facts.p99LatencyMs)} />
      <Stat
        name={words.degraded}
        value={formatShare(facts.degradedShare)}
        health={cause === 'degraded' ? facts.health : 'healthy'}
      />
      {saturation !== undefined && (
        <Stat
          name={words.saturation}
          value={formatWholeShare(saturation)}
          health={saturation >= 0.9 ? 'degraded' : 'healthy'}
        />
      )}
      {headroomShare !== undefined && <Stat name={words.headroom} value={formatWholeShare(headroomShare)} />}
    </dl>
  )
}

function Stat({ name, value, health = 'healthy' }: { name: string; value: string; health?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={classes.tone} data-health={health}>
        <Figure text={value} />
      </dd>
    </div>
  )
}
