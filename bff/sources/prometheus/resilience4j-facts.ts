import type { BreakerState } from '#contract/services/breaker.ts'
import type { RegionId } from '#contract/ids.ts'
import type { BreakerReading } from '#bff/topology/facts.ts'
import { shareOf } from './edge-readings.ts'
import { valuesBy, type Absence, type ReadingFacts, type ValuesBy } from './reading-facts.ts'
import type { Resilience4jSettings } from './resilience4j-settings.ts'
import type { WireLabels } from './wire.ts'

/**
 * Resilience4j's breakers, one a service, region and name. Of the states, a series each, the instances that stand in
 * one are counted, and the worst is told. A failure rate of −1 says that there were too few calls to tell: unknown,
 * never zero. Bulkheads, time limiters and retries are joined to the breaker of the same name, as `@CircuitBreaker` and
 * its kin are usually named.
 */

/** Worst first, with what the contract calls them; a breaker that only keeps count refuses nobody. */
const STATES: readonly { label: string; state: BreakerState; words: string }[] = [
  { label: 'open', state: 'open', words: 'open' },
  { label: 'forced_open', state: 'forced-open', words: 'forced open' },
  { label: 'half_open', state: 'half-open', words: 'half-open' },
  { label: 'closed', state: 'closed', words: 'closed' },
  { label: 'disabled', state: 'disabled', words: 'disabled' },
  { label: 'metrics_only', state: 'disabled', words: 'counting only' },
]
const OPEN = new Set(['open', 'forced_open', 'half_open'])

/** Undefined where no state is told: that nobody keeps any is not that nobody has a breaker. */
export function readResilience4jBreakers(
  facts: ReadingFacts,
  own: Resilience4jSettings,
): readonly BreakerReading[] | undefined {
  if (facts.read('breaker:states').length === 0) return undefined
  const keyOf = (labels: WireLabels) => `${labels[own.serviceLabel]}\n${labels[own.regionLabel]}\n${labels['name']}`
  const breakers = new Map<string, { labels: WireLabels; counts: Map<string, number> }>()
  let nameless = 0
  for (const { labels, values, present } of facts.read('breaker:states')) {
    if (present[facts.step] !== 1) continue
    if (!labels[own.serviceLabel]) {
      nameless += 1
      continue
    }
    const breaker = breakers.get(keyOf(labels)) ?? { labels, counts: new Map<string, number>() }
    breaker.counts.set(labels['state'] ?? '', values[facts.step] ?? NaN)
    breakers.set(keyOf(labels), breaker)
  }
  if (nameless > 0) facts.problems.skipped('breaker:states', [missing(own.serviceLabel, nameless)])
  const measures = measuresOf(facts, keyOf)
  return [...breakers.values()].flatMap(({ labels, counts }): BreakerReading[] => {
    const found = facts.regions.find(labels[own.regionLabel])
    if (found.kind === 'foreign') {
      const reason = { kind: 'region-foreign' as const, label: own.regionLabel, value: found.value }
      facts.problems.skipped('breaker:states', [{ reason, rows: 1 }])
      return []
    }
    const region: RegionId | null = found.kind === 'known' ? found.region : null
    const name = labels['name'] ?? ''
    const identity = { region, name: labels[own.serviceLabel] ?? '', command: name, group: null }
    return [{ ...identity, target: own.targets[name] ?? null, ...stateOf(counts), ...measures(labels, counts) }]
  })
}

function missing(label: string, rows: number) {
  return { reason: { kind: 'label-missing' as const, label }, rows }
}

function stateOf(counts: ReadonlyMap<string, number>) {
  const worst = STATES.find(({ label }) => (counts.get(label) ?? 0) > 0)
  let instances = 0
  let openInstances = 0
  for (const [label, count] of counts) {
    instances += count
    if (OPEN.has(label)) openInstances += count
  }
  return { state: worst?.state ?? ('unknown' as const), instances, openInstances }
}

function measuresOf(facts: ReadingFacts, keyOf: (labels: WireLabels) => string) {
  const of = (role: Parameters<typeof valuesBy>[1], absence?: Absence): ValuesBy =>
    valuesBy(facts, role, keyOf, absence)
  const kinds = (role: 'breaker:calls' | 'breaker:retries') => {
    const byKind = valuesBy(facts, role, (labels) => `${keyOf(labels)}\n${labels['kind']}`)
    return (labels: WireLabels, kind: string) => byKind({ ...labels, kind })
  }
  const [calls, retries] = [kinds('breaker:calls'), kinds('breaker:retries')]
  const [free, limit] = [of('breaker:bulkhead-free'), of('breaker:bulkhead-limit')]
  const [refused, timeouts] = [of('breaker:not-permitted', 'none-if-kept'), of('breaker:timeouts')]
  const [failureRate, slowRate] = [of('breaker:failure-rate'), of('breaker:slow-rate')]
  const sampledAt = of('breaker:sample-time')
  const quantiles = (['p50', 'p90', 'p99'] as const).map((quantile) => of(`breaker:${quantile}`))
  const worst = worstInstances(facts, keyOf)
  return (labels: WireLabels, counts: ReadonlyMap<string, number>) => {
    const [good, failed, ignored] = ['successful', 'failed', 'ignored'].map((kind) => calls(labels, kind))
    const made = sumOfKnown([good, failed, ignored])
    const shortCircuited = refused(labels)
    const requests = made + orZero(shortCircuited)
    const rates = { failure: rateOf(failureRate(labels)), slow: rateOf(slowRate(labels)) }
    const ms = (index: number) => (quantiles[index]?.(labels) ?? NaN) * 1_000
    const lost = orZero(failed) + orZero(shortCircuited)
    return {
      requestsPerSecond: requests,
      // Of no calls at all nothing is known of the target.
      errorShare: requests > 0 ? shareOf(lost, requests) : rates.failure,
      failuresPerSecond: failed ?? NaN,
      timeoutsPerSecond: timeouts(labels),
      shortCircuitedPerSecond: shortCircuited,
      rejectionsPerSecond: NaN,
      fallbacksPerSecond: NaN,
      concurrency: limit(labels) - free(labels),
      concurrencyLimit: limit(labels),
      p50LatencyMs: ms(0),
      p90LatencyMs: ms(1),
      p99LatencyMs: ms(2),
      worstInstance: worst(labels),
      reason: reasonOf(
        counts,
        rates,
        retriedShareOf((kind) => retries(labels, kind)),
      ),
      observedAt: Math.round(sampledAt(labels) * 1_000),
    }
  }
}

/** Whose p99 it is: the row says. */
function worstInstances(
  { read, step, settings }: ReadingFacts,
  keyOf: (labels: WireLabels) => string,
): (labels: WireLabels) => string | null {
  const label = settings.resilience4j?.instanceLabel ?? ''
  const rows = read('breaker:p99').filter(({ values }) => !Number.isNaN(values[step] ?? NaN))
  const instances = new Map(rows.map(({ labels }) => [keyOf(labels), labels[label] ?? null]))
  return (labels) => instances.get(keyOf(labels)) ?? null
}

/** Percent to a share; −1 is unknown. */
function rateOf(percent: number): number {
  return percent >= 0 ? percent / 100 : NaN
}

/** Of the calls that were made, those that took more than one try; NaN where no retry is kept. */
function retriedShareOf(callsOf: (kind: string) => number): number {
  const [easily, late, failed, failedAtOnce] = [
    'successful_without_retry',
    'successful_with_retry',
    'failed_with_retry',
    'failed_without_retry',
  ].map(callsOf)
  const all = sumOfKnown([easily, late, failed, failedAtOnce])
  return Number.isNaN(all) ? NaN : shareOf(orZero(late) + orZero(failed), all)
}

/** Below this, a state, a rate or a share is not worth a word. */
const WORTH_A_WORD = 0.01

function reasonOf(
  counts: ReadonlyMap<string, number>,
  rates: { failure: number; slow: number },
  retried: number,
): string | null {
  const present = STATES.filter(({ label }) => (counts.get(label) ?? 0) > 0)
  const isEven = present.length === 1 && present[0]?.state === 'closed'
  const words = [
    ...(isEven ? [] : [present.map(({ label, words: state }) => `${counts.get(label)} ${state}`).join(', ')]),
    ...(rates.failure >= WORTH_A_WORD ? [`up to ${percent(rates.failure)} of an instance's calls failed`] : []),
    ...(rates.slow >= WORTH_A_WORD ? [`up to ${percent(rates.slow)} were slow`] : []),
    ...(retried >= WORTH_A_WORD ? [`${percent(retried)} were retried`] : []),
  ].filter((text) => text !== '')
  return words.length === 0 ? null : words.join('; ')
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

function sumOfKnown(values: readonly (number | undefined)[]): number {
  const known = values.filter((value): value is number => value !== undefined && !Number.isNaN(value))
  return known.length === 0 ? NaN : known.reduce((sum, value) => sum + value, 0)
}

function orZero(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value
}
