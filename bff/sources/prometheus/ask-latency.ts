import { edgeIdOf, type EdgeKey } from '#contract/ids.ts'
import type { LatencyAnswer, LatencyQuestion } from '../source.ts'
import { askAll, failureOfAll } from './batch.ts'
import type { PrometheusContext } from './context.ts'
import { latencyFactorOf } from './create-edge-naming.ts'
import type { EdgeNaming } from './edge-naming.ts'
import type { ContextResolver } from './resolve-context.ts'
import { createRowFinder, sideOf, type NamedRow } from './find-latency-rows.ts'
import { narrowQuery } from './narrow-query.ts'
import type { Question, Role } from './question.ts'
import { questionsOfPanels } from './questions.ts'
import { filled, seriesOf, type Series, type Steps } from './series.ts'
import { withWindow } from './wire-queries.ts'

/**
 * p50 and p90 of the few connections that somebody is looking at, over the last while. Ids do not tell how Prometheus
 * labels a connection, so once a minute, while anybody asks at all, one instant query tells all rows there are; the
 * range queries are then narrowed to the rows that are wanted. Several rows of one connection show the slowest.
 */
export function createLatencyReader(input: {
  context: PrometheusContext
  contexts: ContextResolver
  /** How far the observed system's clock is ahead of the wall's, ms. */
  aheadMs: () => number
}): ((question: LatencyQuestion) => Promise<LatencyAnswer>) | undefined {
  const { contexts, aheadMs } = input
  if (questionsOfPanels(input.context.settings).length === 0) return undefined
  const findRows = createRowFinder()
  return async (question) => {
    const context = await contexts.resolve(question.signal)
    const questions = questionsOfPanels(context.settings)
    const found = await findRows(context, questions, question.signal)
    if (found.kind === 'failed') return found
    const wanted = question.connections.map((connection) => ({ connection, rows: found.rowsOf(connection) }))
    const offsetMs = aheadMs()
    const steps: Steps = {
      fromMs: question.from - offsetMs,
      stepMs: question.stepMs,
      count: Math.round((question.to - question.from) / question.stepMs) + 1,
    }
    return readRows({ context, questions, wanted, naming: found.naming, steps, signal: question.signal })
  }
}

/** rate() over less than this many steps would leave requests out between two of them. */
const WINDOW_STEPS = 2

interface Wanted {
  connection: EdgeKey
  rows: readonly NamedRow[]
}

async function readRows(input: {
  context: PrometheusContext
  questions: readonly Question[]
  wanted: readonly Wanted[]
  naming: EdgeNaming
  steps: Steps
  signal: AbortSignal
}): Promise<LatencyAnswer> {
  const { context, wanted, steps } = input
  const { settings, client } = context
  const windowMs = Math.max(settings.window, WINDOW_STEPS * steps.stepMs)
  const labelsOf = (role: Role) => {
    const side = sideOf(role)
    return wanted.flatMap(({ rows }) => rows.flatMap((row) => (row.side === side ? [row.labels] : [])))
  }
  const asked = input.questions.filter(({ role }) => labelsOf(role).length > 0)
  const batch = await askAll({
    questions: asked,
    ask: ({ role, query }, signal) =>
      client.queryRange({
        query: narrowQuery(withWindow(query, windowMs), labelsOf(role)),
        fromMs: steps.fromMs,
        toMs: steps.fromMs + (steps.count - 1) * steps.stepMs,
        stepMs: steps.stepMs,
        signal,
      }),
    limits: settings.limits,
    signal: input.signal,
  })
  const failure = failureOfAll(batch)
  if (failure !== null) return { kind: 'failed', message: failure.message }
  const slowest = createSlowest(input.naming, steps.count, latencyFactorOf(settings))
  for (const [role, { answer }] of batch) {
    if (answer.kind === 'answered') slowest.add(role, seriesOf(answer.value.result, steps).series)
  }
  return {
    kind: 'told',
    windowMs,
    rows: wanted.flatMap(({ connection, rows }) => {
      const ids = new Set(rows.map(({ id }) => id))
      if (ids.size === 0) return []
      const [p50LatencyMs, p90LatencyMs] = [slowest.read('p50', ids), slowest.read('p90', ids)]
      return [{ connection, p50LatencyMs, p90LatencyMs }]
    }),
  }
}

/** Per quantile and connection the slowest of its rows at each step. */
function createSlowest(naming: EdgeNaming, count: number, unit: number) {
  const columns = new Map<string, number[]>()
  const raise = (column: number[], values: readonly number[], times: number) =>
    values.forEach((value, step) => {
      const held = column[step] ?? NaN
      if (!Number.isNaN(value) && !(value * times <= held)) column[step] = value * times
    })
  return {
    add(role: Role, list: readonly Series[]) {
      for (const { labels, values } of list) {
        const named = naming(labels)
        if (named.kind !== 'edge') continue
        const key = `${quantileOf(role)} ${edgeIdOf(named.key)}`
        const column = columns.get(key) ?? filled(count, NaN)
        columns.set(key, column)
        raise(column, values, unit)
      }
    },
    read(quantile: 'p50' | 'p90', ids: ReadonlySet<string>): number[] {
      const column = filled(count, NaN)
      for (const id of ids) raise(column, columns.get(`${quantile} ${id}`) ?? [], 1)
      return column
    },
  }
}

function quantileOf(role: Role): 'p50' | 'p90' {
  return role === 'p90' || role === 'callerP90' ? 'p90' : 'p50'
}
