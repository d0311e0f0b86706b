/** Pages of `/metrics` whose counters grow evenly, so that their rates are known: tests scrape them. */

/** An early collector behind an exporter: a namespace, one histogram, its milliseconds under a name of seconds. */
export function earlyServiceGraphPage(seconds: number): string {
  const name = 'early_traces_service_graph_request'
  const labels = 'client="alpha",server="beta",connection_type=""'
  const duration = `${name}_duration_seconds`
  const count = seconds * 20
  return [
    `# TYPE ${name}_total counter`,
    `${name}_total{${labels},failed="false"} ${count * 0.75}`,
    `${name}_total{${labels},failed="true"} ${count * 0.25}`,
    `# TYPE ${name}_failed_total counter`,
    `${name}_failed_total{${labels},failed="true"} ${count * 0.25}`,
    `# TYPE ${duration} histogram`,
    ...[2, 10, 50].map((le) => `${duration}_bucket{${labels},failed="false",le="${le}"} 0`),
    ...['100', '15000', '+Inf'].map((le) => `${duration}_bucket{${labels},failed="false",le="${le}"} ${count}`),
    `${duration}_sum{${labels},failed="false"} ${count * 70}`,
    `${duration}_count{${labels},failed="false"} ${count}`,
    '',
  ].join('\n')
}

const STATES = ['closed', 'open', 'half_open', 'forced_open', 'disabled', 'metrics_only']

/** What Spring's Prometheus endpoint shows of a service's breakers: two instances, `one` and `two`. */
export function breakersPage(instance: string, seconds: number): string {
  const isOne = instance === 'one'
  const service = 'application="playback-api",group="none"'
  const state = (name: string, current: string) =>
    STATES.map((one) => metric('state', `name="${name}",state="${one}"`, one === current ? 1 : 0))
  const metric = (what: string, labels: string, value: number) =>
    `resilience4j_circuitbreaker_${what}{${service},${labels}} ${value}`
  const calls = (kind: string, rate: number) =>
    metric('calls_seconds_count', `name="license",kind="${kind}"`, rate * seconds)
  const retries = (kind: string, rate: number) =>
    `resilience4j_retry_calls_total{${service},name="license",kind="${kind}"} ${rate * seconds}`
  const bucket = (le: string, rate: number) =>
    metric('calls_seconds_bucket', `name="license",kind="successful",le="${le}"`, rate * seconds)
  return [
    ...state('license', isOne ? 'open' : 'half_open'),
    ...state('catalog', 'closed'),
    ...state('search', 'metrics_only'),
    metric('failure_rate', 'name="license"', isOne ? 62.5 : 40),
    metric('failure_rate', 'name="catalog"', -1),
    metric('slow_call_rate', 'name="license"', -1),
    calls('successful', 2),
    calls('failed', 4),
    calls('ignored', 0),
    ...['successful', 'failed', 'ignored'].map((kind) =>
      metric('calls_seconds_count', `name="catalog",kind="${kind}"`, 0),
    ),
    metric('not_permitted_calls_total', 'name="license",kind="not_permitted"', 4 * seconds),
    metric('not_permitted_calls_total', 'name="catalog",kind="not_permitted"', 0),
    // The second instance is the slower one.
    bucket('0.1', isOne ? 2 : 0),
    bucket('0.2', 2),
    bucket('+Inf', 2),
    retries('successful_without_retry', 9),
    retries('successful_with_retry', 2),
    retries('failed_with_retry', 1),
    retries('failed_without_retry', 0),
    `resilience4j_bulkhead_available_concurrent_calls{${service},name="license"} ${isOne ? 3 : 4}`,
    `resilience4j_bulkhead_max_allowed_concurrent_calls{${service},name="license"} 10`,
    '',
  ].join('\n')
}
