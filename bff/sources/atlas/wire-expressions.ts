/**
 * The expressions that the preset asks, in Atlas's stack language: words are separated by commas, a word that begins
 * with a colon acts on what stands before it. Names are those of Spectator's IPC metrics; counters are stored as rates a
 * second, so nothing here makes rates of them.
 */

/** The tags that the preset groups and selects by. */
export interface ExpressionTags {
  source: string
  target: string
  caller: string
  service: string
  region: string
  zone: string
  targetRegion?: string | undefined
  protocol?: string | undefined
}

export interface PresetExpressions {
  requests: string
  errors: string
  p99: string
  mean: string
  max: string
  inflight: string
  /** Null where no entry is named. */
  entryRequests: string | null
  entryErrors: string | null
  zoneRequests: string | null
  zoneErrors: string | null
}

export const CLIENT_CALL = 'ipc.client.call'
export const SERVER_CALL = 'ipc.server.call'
export const SERVER_INFLIGHT = 'ipc.server.inflight'
export const RESULT = 'ipc.result'
export const FAILURE = 'failure'
export const PERCENTILE = 'percentile'

export function presetExpressions(tags: ExpressionTags, entry: readonly string[]): PresetExpressions {
  const edge = edgeTags(tags)
  const calls = `name,${CLIENT_CALL},:eq`
  const failed = `${RESULT},${FAILURE},:eq,:and`
  const near = [tags.service, tags.region]
  const entering =
    entry.length === 0
      ? null
      : `name,${SERVER_CALL},:eq,${tags.service},(,${entry.join(',')},),:in,:and,${tags.caller},:has,:not,:and`
  const ofEntries = (more: string, by: readonly string[]) =>
    entering === null ? null : sumBy(`${counted(entering)}${more}`, by)
  return {
    requests: sumBy(counted(calls), edge),
    errors: sumBy(`${counted(calls)},${failed}`, edge),
    p99: percentilesBy(calls, edge, [99]),
    mean: `${sumBy(`${calls},statistic,totalTime,:eq,:and`, edge)},${sumBy(counted(calls), edge)},:div`,
    max: `${calls},statistic,max,:eq,:and,:max,${list(edge)},:by`,
    inflight: `name,${SERVER_INFLIGHT},:eq,statistic,max,:eq,:and,:max,${list(near)},:by`,
    entryRequests: ofEntries('', near),
    entryErrors: ofEntries(`,${failed}`, near),
    zoneRequests: ofEntries('', [tags.region, tags.zone]),
    zoneErrors: ofEntries(`,${failed}`, [tags.region, tags.zone]),
  }
}

/** p50 and p90 of a few connections, for panels. */
export function percentilesOfCalls(tags: ExpressionTags, percentiles: readonly number[]): string {
  return percentilesBy(`name,${CLIENT_CALL},:eq`, edgeTags(tags), percentiles)
}

export function edgeTags(tags: ExpressionTags): string[] {
  const tagged = [tags.source, tags.target, tags.region, tags.targetRegion, tags.protocol].filter(
    (tag) => tag !== undefined,
  )
  return [...new Set(tagged)]
}

function counted(query: string): string {
  return `${query},statistic,count,:eq,:and`
}

function sumBy(query: string, tags: readonly string[]): string {
  return `${query},:sum,${list(tags)},:by`
}

function percentilesBy(query: string, tags: readonly string[], percentiles: readonly number[]): string {
  return `${query},:sum,${list(tags)},:by,${list(percentiles.map(String))},:percentiles`
}

function list(items: readonly string[]): string {
  return `(,${items.join(',')},)`
}
