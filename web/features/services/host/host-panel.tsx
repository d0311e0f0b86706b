import { useQuery } from '@tanstack/react-query'
import { freshnessOf } from '#contract/freshness.ts'
import type { HostMetrics } from '#contract/services/host.ts'
import { hostQuery } from '#web/api/host.ts'
import { errorCodeOf } from '#web/api/request-error.ts'
import { useLastingError } from '#web/api/use-lasting-error.ts'
import { useLive } from '#web/live/use-live.ts'
import { useServerNow } from '#web/live/use-server-now.ts'
import { formatBytes } from '#web/messages/format-bytes.ts'
import { periodText, secondsUntil } from '#web/messages/format.ts'
import { hostWords as words } from '#web/messages/host-en.ts'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { columnOf, coreRows, newestOf, spanOf } from './host-columns.ts'
import { HostCharts } from './host-charts.tsx'
import classes from './host.module.css'

export interface HostPanelProps {
  region: string
  /** As the registry knows it. */
  instance: string
}

/** The machine under an instance, second by second, for as long as this is open. */
export function HostPanel({ region, instance }: HostPanelProps) {
  const query = useQuery(hostQuery({ region, instance }))
  const error = useLastingError(query)
  const { data: host } = query
  if (host === undefined) {
    if (error === null) return <Asking />
    const isUnknown = errorCodeOf(error) === 'not_found'
    return (
      <EmptyState title={isUnknown ? words.unknown : words.failed} role="status">
        {error.message}
      </EmptyState>
    )
  }
  if (host.state === 'forbidden' || host.state === 'full' || host.state === 'untold') {
    return (
      <EmptyState title={words.notAsked[host.state]} role="status">
        {host.problem}
      </EmptyState>
    )
  }
  if (host.at.length === 0) return host.state === 'unreachable' ? <Silent host={host} /> : <Asking />
  return (
    <section className={classes.panel} aria-label={words.label(instance)}>
      <Head host={host} />
      {error !== null && <p className={classes.band}>{words.away(error.message)}</p>}
      {host.state === 'unreachable' && <SilentBand host={host} />}
      <Told host={host} />
    </section>
  )
}

function Asking() {
  return (
    <div className={classes.asking} role="status">
      <p>{words.asking}</p>
      <p>{words.askingHint}</p>
    </div>
  )
}

function Silent({ host }: { host: HostMetrics }) {
  return (
    <EmptyState title={words.unreachable} role="status">
      {host.problem} <Again host={host} />
    </EmptyState>
  )
}

function SilentBand({ host }: { host: HostMetrics }) {
  return (
    <p className={classes.band} role="status">
      <strong>{words.unreachable}.</strong> {host.problem} {words.stays} <Again host={host} />
    </p>
  )
}

/** Counts down, so it is not part of what is read aloud. */
function Again({ host: { nextAttemptAt } }: { host: HostMetrics }) {
  const now = useServerNow()
  const seconds = nextAttemptAt === null ? 0 : secondsUntil(nextAttemptAt, now)
  return <span aria-hidden>{seconds === 0 ? words.againNow : words.againIn(seconds)}</span>
}

/** Two clocks that differ by less cannot be told from the way between them. */
const LEAST_SKEW_MS = 2_000

function Head({ host }: { host: HostMetrics }) {
  const now = useServerNow()
  const rule = useLive((live) => live.freshness)
  const { receivedAt, periodMs, skewMs } = host
  const state = freshnessOf({ observedAt: receivedAt, periodMs, now, rule })
  const total = newestOf(columnOf(host, 'memoryTotalBytes'))
  const facts = [
    words.cores(coreRows(host).length),
    ...(Number.isNaN(total) ? [] : [words.memory(formatBytes(total))]),
    ...(host.source === null ? [] : [words.toldBy(host.source)]),
  ]
  return (
    <header className={classes.head}>
      <h3 className={classes.name}>{host.hostName ?? host.instance}</h3>
      <FreshnessLabel state={state} ageMs={receivedAt === null ? null : Math.max(0, now - receivedAt)} withWord />
      <p className={classes.facts}>{facts.join(' · ')}</p>
      <p className={classes.facts}>{words.lead(periodText(periodMs))}</p>
      {skewMs !== null && Math.abs(skewMs) >= LEAST_SKEW_MS && (
        <p className={classes.facts}>{words.clock(Math.round(skewMs / 1_000))}</p>
      )}
    </header>
  )
}

function Told({ host }: { host: HostMetrics }) {
  const span = spanOf(host, useServerNow())
  return <HostCharts host={host} from={span.from} to={span.to} />
}
