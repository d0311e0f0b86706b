import type { DoctorFinding } from '../source.ts'
import type { PrometheusContext } from './context.ts'

export async function examine(context: PrometheusContext, signal: AbortSignal): Promise<DoctorFinding[]> {
  const version = await context.client.version({ signal })
  const answer = version.kind === 'answered' ? `Prometheus ${version.value}` : version.failure.message
  return [
    {
      source: context.id,
      asked: 'version',
      outcome: version.kind === 'answered' ? 'ok' : 'failed',
      answer,
      ageMs: null,
    },
  ]
}
