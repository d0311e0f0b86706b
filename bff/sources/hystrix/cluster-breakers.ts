import type { BreakerState } from '#contract/services/breaker.ts'
import type { BreakerReading } from '#bff/topology/facts.ts'
import { observedAtOf } from './aggregate-breakers.ts'
import { ratesOf } from './breaker-rates.ts'
import type { StreamAddress } from './instance-list.ts'
import type { Told } from './command-book.ts'
import { reasonOf } from './reason-in-words.ts'
import type { HostStates, TurbineReading } from './turbine-reading.ts'

const NO_PERCENTILES = 'Latency is unknown: Turbine adds up percentiles of its hosts, which is a number of no call.'

/** A cluster's breaker, as far as Turbine can be believed. */
export function clusterBreaker(address: StreamAddress, told: Told<TurbineReading>): BreakerReading {
  const { reading } = told
  const { hosts, windowMs } = reading
  const rates = ratesOf(reading)
  const state = stateOf(hosts)
  const openInstances = Math.max(hosts.open, Number.isNaN(hosts.forcedOpen) ? 0 : hosts.forcedOpen)
  const concerned = {
    open: hosts.open,
    'forced-open': hosts.forcedOpen,
    closed: hosts.closed,
    disabled: hosts.disabled,
  }
  const why = reasonOf({
    state,
    concerned: state === 'half-open' || state === 'unknown' ? hosts.reporting : concerned[state],
    instances: hosts.reporting,
    rates,
    windowMs,
    thresholdPercent: NaN,
  })
  return {
    region: address.region,
    name: address.service,
    command: reading.command,
    group: reading.group,
    target: null,
    state,
    openInstances,
    instances: hosts.reporting,
    ...rates,
    concurrency: reading.concurrency,
    concurrencyLimit: reading.concurrencyLimit,
    p50LatencyMs: NaN,
    p90LatencyMs: NaN,
    p99LatencyMs: NaN,
    worstInstance: null,
    reason: why === null ? NO_PERCENTILES : `${why} ${NO_PERCENTILES}`,
    observedAt: observedAtOf(told),
  }
}

/** Of hosts that are told open some may have been forced: then it is those others that count as open. */
function stateOf({ reporting, open, forcedOpen, disabled }: HostStates): BreakerState {
  if (open > (Number.isNaN(forcedOpen) ? 0 : forcedOpen)) return 'open'
  if (forcedOpen > 0) return 'forced-open'
  if (Number.isNaN(open)) return 'unknown'
  return disabled > 0 && disabled >= reporting ? 'disabled' : 'closed'
}
