import type { SourceReport } from '#bff/topology/report.ts'
import type { HookServices, SilenceServices } from '#bff/http/silence-services.ts'
import { expireSilence } from '#bff/silences/expire-silence.ts'
import { listSilences } from '#bff/silences/list-silences.ts'
import { previewSilence } from '#bff/silences/preview-silence.ts'
import { putSilence } from '#bff/silences/put-silence.ts'
import type { TrafficSource } from '#bff/sources/source.ts'
import { Failure } from './failure.ts'

export function buildSilences(sources: readonly TrafficSource[]): SilenceServices {
  const silencers = sources.flatMap(({ silencer }) => silencer ?? [])
  return {
    list: () => listSilences({ silencers }),
    put: (given) => putSilence({ ...given, silencers }),
    expire: (given) => expireSilence({ ...given, silencers }),
    preview: (given) => previewSilence({ ...given, silencers }),
  }
}

/** `accept` takes the picture of a source in, as after a poll. */
export function buildHooks(input: {
  sources: readonly TrafficSource[]
  accept: (source: TrafficSource, report: SourceReport) => void
}): HookServices {
  const hooked = input.sources.filter(({ hook }) => hook !== undefined)
  const find = (id: string) => hooked.find((source) => source.id === id)
  return {
    knows({ source, secret }) {
      const hook = find(source)?.hook
      // Where there is no such source another's secret is compared, so that it takes as long.
      const isSame = (hook ?? hooked[0]?.hook)?.isSecret(secret) === true
      return hook !== undefined && isSame
    },
    take({ source: id, body }) {
      const source = find(id)
      const outcome = source?.hook?.take(body)
      if (source === undefined || outcome === undefined) throw new Failure({ code: 'not_found', message: 'Refused.' })
      if (outcome.kind === 'unreadable') {
        throw new Failure({
          code: 'bad_request',
          message: 'This is no delivery of Alertmanager’s webhook.',
          path: `body.${outcome.place}`,
          expected: 'version 4 of its JSON',
        })
      }
      input.accept(source, outcome.report)
      return outcome.count
    },
  }
}
