import type { PrometheusContext } from './context.ts'
import { findServiceGraph } from './find-service-graph.ts'
import { questionsOfPolls } from './questions.ts'

/** What is asked may depend on what is there: names are looked for once, and again when nothing is found by them. */
export interface ContextResolver {
  resolve(signal: AbortSignal): Promise<PrometheusContext>
  forget(): void
}

export function createContextResolver(base: PrometheusContext): ContextResolver {
  const { settings } = base
  if (settings.preset !== 'otel-servicegraph') return { resolve: () => Promise.resolve(base), forget: () => {} }
  let known: PrometheusContext | null = null
  return {
    async resolve(signal) {
      if (known !== null) return known
      const found = await findServiceGraph({ settings, client: base.client, clock: base.clock, signal })
      if (found === null) return base
      const own = { ...settings, metrics: found.metrics }
      const context = { ...base, settings: own, questions: questionsOfPolls(own), found }
      if (found.metrics.requests !== undefined) known = context
      return context
    },
    forget() {
      known = null
    },
  }
}
