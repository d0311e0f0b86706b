import type { RegionId, SourceId } from '#contract/ids.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import type { Clock } from '#bff/clock.ts'
import type { DoctorFinding, TrafficSource } from '../source.ts'
import { readFiles } from './read-files.ts'
import type { CatalogueSettings } from './settings.ts'

/** Whose each service is, as files say it. */
export function createCatalogueSource(input: {
  id: SourceId
  settings: CatalogueSettings
  regions: readonly RegionId[]
  clock: Clock
}): TrafficSource {
  const { id, settings, regions, clock } = input
  const read = () => readFiles(settings.files, settings.limits.bytes)
  return {
    id,
    kind: 'catalogue',
    tells: ['ownership'],
    preset: 'files',
    url: settings.files.join(', '),
    periodMs: settings.period,
    regions,
    async poll() {
      const { owners, files, problems } = await read()
      const at = clock.now()
      const told = problems.map(({ file, message }) => ({ asked: file, message: `${message}.`, at }))
      const [first] = told
      if (files === 0 && first !== undefined) return { kind: 'failed', problem: first }
      return { kind: 'answered', report: { ...emptyReport(id, at), facts: { owners }, problems: told } }
    },
    backfill: () => NO_PAST,
    async examine() {
      const { owners, files, problems } = await read()
      const found = `${owners.length} service(s) in ${files} file(s)`
      const finding = (asked: string, outcome: DoctorFinding['outcome'], answer: string): DoctorFinding => ({
        source: id,
        asked,
        outcome,
        answer,
        ageMs: null,
      })
      return [
        finding('files', owners.length > 0 ? 'ok' : 'failed', owners.length > 0 ? found : `${found}: nothing is told`),
        ...problems.map(({ file, message }) => finding(file, 'warning', message)),
      ]
    },
  }
}

function emptyReport(source: SourceId, at: number): SourceReport {
  return { source, at, feeds: [], edges: [], nodes: [], zones: [], business: [], problems: [] }
}

/** A file tells only of now. */
const NO_PAST: AsyncIterable<SourceReport> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
}
