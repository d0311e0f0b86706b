import { isBreakerOpen, type Breaker, type BreakerState } from '#contract/services/breaker.ts'
import { UNKNOWN_MARK, formatLatency, formatRequestsPerSecond, formatShare } from '#web/messages/format-numbers.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { serviceUrl } from '#web/urls/urls.ts'
import { Figure } from '#web/ui/figure.tsx'
import { HealthMark, type MarkedHealth } from '#web/ui/health-mark.tsx'
import page from '../page.module.css'
import classes from './breaker-table.module.css'

export interface BreakerTableProps {
  breakers: readonly Breaker[]
  /** Whose they are: then the other column is whom they stand before, or who holds them. */
  holder: 'own' | 'callers'
  label: string
}

const words = servicePageWords.breakers
const { columns } = words
/** Shape and colour; the word stands beside it. */
const MARKS: Record<BreakerState, MarkedHealth> = {
  closed: 'healthy',
  open: 'failing',
  'forced-open': 'failing',
  'half-open': 'degraded',
  disabled: 'idle',
  unknown: 'unknown',
}

export function BreakerTable({ breakers, holder, label }: BreakerTableProps) {
  return (
    <div className={page.tableFrame}>
      <table className={page.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{columns.state}</th>
            <th scope="col" data-left>
              {columns.command}
            </th>
            <th scope="col" data-left>
              {holder === 'own' ? columns.target : columns.holder}
            </th>
            <th scope="col" data-left>
              {columns.region}
            </th>
            <th scope="col">{columns.requests}</th>
            <th scope="col">{columns.errors}</th>
            <th scope="col">{columns.concurrency}</th>
            <th scope="col">{columns.refused}</th>
            <th scope="col">{columns.timeouts}</th>
            <th scope="col">{columns.fallbacks}</th>
            <th scope="col">{columns.latency}</th>
          </tr>
        </thead>
        <tbody>
          {breakers.map((breaker) => (
            <BreakerRow
              key={[breaker.source, breaker.region, breaker.service, breaker.group, breaker.command].join()}
              breaker={breaker}
              holder={holder}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function BreakerRow({ breaker, holder }: { breaker: Breaker; holder: 'own' | 'callers' }) {
  const { state, command, group, target, service, region, reason, openInstances, instances } = breaker
  const isOpen = isBreakerOpen(state)
  const tone = isOpen ? (state === 'half-open' ? 'degraded' : 'failing') : undefined
  const other = holder === 'own' ? target : service
  return (
    <tr data-breaker={command} data-state={state}>
      <td>
        <span className={classes.state}>
          <HealthMark health={MARKS[state]} size={10} />
          <span className={page.tone} data-tone={tone}>
            {words.states[state]}
          </span>
          {openInstances !== null && openInstances > 0 && (
            <span className={page.small}>{words.instancesOpen(openInstances, instances)}</span>
          )}
        </span>
      </td>
      <td data-left>
        <span className={classes.command}>{command}</span>
        {group !== null && group !== command && <span className={classes.group}>{group}</span>}
        {reason !== null && <span className={classes.reason}>{reason}</span>}
      </td>
      <td data-left>
        {other === null ? (
          <span className={page.small}>{UNKNOWN_MARK}</span>
        ) : (
          <a className={page.link} href={serviceUrl(other)}>
            {other}
          </a>
        )}
      </td>
      <td data-left>{region ?? UNKNOWN_MARK}</td>
      <td>{rate(breaker.requestsPerSecond)}</td>
      <td>
        <span className={page.tone} data-tone={tone}>
          <Figure text={formatShare(breaker.errorShare ?? NaN)} />
        </span>
      </td>
      <td>
        <Concurrency now={breaker.concurrency} limit={breaker.concurrencyLimit} />
      </td>
      <td title={refusedHint(breaker)}>{rate(sum(breaker.shortCircuitedPerSecond, breaker.rejectionsPerSecond))}</td>
      <td>{rate(breaker.timeoutsPerSecond)}</td>
      <td>{rate(breaker.fallbacksPerSecond)}</td>
      <td>
        <Latencies breaker={breaker} />
      </td>
    </tr>
  )
}

function rate(value: number | null) {
  return <Figure text={formatRequestsPerSecond(value ?? NaN)} />
}

/** Unknown where both are; a part that is not told adds nothing that could be said. */
function sum(one: number | null, other: number | null): number | null {
  return one === null && other === null ? null : (one ?? 0) + (other ?? 0)
}

function refusedHint({ shortCircuitedPerSecond, rejectionsPerSecond }: Breaker): string {
  return words.refusedHint(
    formatRequestsPerSecond(shortCircuitedPerSecond ?? NaN),
    formatRequestsPerSecond(rejectionsPerSecond ?? NaN),
  )
}

function Concurrency({ now, limit }: { now: number | null; limit: number | null }) {
  if (now === null) return <Figure text={UNKNOWN_MARK} />
  const isFull = limit !== null && limit > 0 && now / limit >= 0.9
  return (
    <span className={page.tone} data-tone={isFull ? 'degraded' : undefined}>
      {limit === null ? now : words.of(String(now), String(limit))}
    </span>
  )
}

/** Percentiles of several instances cannot be merged: they are the worst one's, and it is named. */
function Latencies({ breaker: { p50LatencyMs, p90LatencyMs, p99LatencyMs, worstInstance } }: { breaker: Breaker }) {
  const all = [p50LatencyMs, p90LatencyMs, p99LatencyMs]
  if (all.every((value) => value === null)) return <Figure text={UNKNOWN_MARK} />
  return (
    <span className={classes.latencies}>
      {all.map((value) => formatLatency(value ?? NaN)).join(' · ')}
      {worstInstance !== null && (
        <span className={classes.worst} title={words.worst(worstInstance)}>
          {words.worst(worstInstance)}
        </span>
      )}
    </span>
  )
}
