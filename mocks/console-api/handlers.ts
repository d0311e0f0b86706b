import { HttpResponse, http } from 'msw'
import { NewChange, type Change } from '#contract/change.ts'
import { ROUTES } from '#contract/routes.ts'
import { DEFAULT_SCORE_RULES } from '#contract/services/score.ts'
import { PutScoreRules } from '#contract/services/service.ts'
import { PutSilence, SilenceDraft } from '#contract/services/silence.ts'
import type { ConsoleAnswers } from './answers.ts'
import { hostAt } from './host-answers.ts'

export interface ConsoleApi {
  answers: ConsoleAnswers
  /** Nobody answers: every request fails as it does where there is no server. */
  isAway: boolean
  /** Source ids that were asked to try now, with the key each command came with. */
  tried: { sourceId: string; idempotencyKey: string | null }[]
  /** Acts upon runs, as they were sent. */
  acts: { id: string; verb: string; body: unknown }[]
  /** What was put or posted about services, as it was sent. */
  serviceActs: { path: string; body: unknown }[]
}

function daysAgo(url: string): number {
  return Number(new URL(url).searchParams.get('agoMs') ?? 0) / 86_400_000
}

/** Speaks as our server does, out of the answers as they are at the moment of asking. */
export function consoleApiHandlers(api: ConsoleApi) {
  const any = (path: string) => `*${path}`
  return [
    http.all('*', () => (api.isAway ? HttpResponse.error() : undefined)),
    http.get(any(ROUTES.session), () => HttpResponse.json(api.answers.session)),
    http.get(any(ROUTES.roles), () => HttpResponse.json(api.answers.roles)),
    http.get(any(ROUTES.sources), () => HttpResponse.json(api.answers.sources)),
    http.get(any(ROUTES.totals), () => HttpResponse.json(api.answers.totals)),
    http.get(any(ROUTES.presets), () => HttpResponse.json(api.answers.presets)),
    http.get(any(ROUTES.series), ({ request }) => HttpResponse.json(api.answers.series(daysAgo(request.url)))),
    http.get(any(ROUTES.latency), ({ request }) =>
      HttpResponse.json(api.answers.latency(!new URL(request.url).searchParams.has('to'))),
    ),
    http.get(any(ROUTES.moment), () => HttpResponse.json(api.answers.moment)),
    http.get(any(ROUTES.changes), () => HttpResponse.json(api.answers.changes)),
    http.post(any(ROUTES.changes), async ({ request }) => recorded(api, await request.json())),
    ...serviceHandlers(api),
    ...evacuationHandlers(api),
    http.post<{ id: string }>(any('/api/v1/sources/:id/try-now'), ({ params, request }) => {
      const known = api.answers.sources.sources.some(({ id }) => id === params.id)
      if (!known) {
        const message = `There is no source "${params.id}".`
        return HttpResponse.json({ code: 'not_found', message, path: 'params.id', requestId: 'test' }, { status: 404 })
      }
      api.tried.push({ sourceId: params.id, idempotencyKey: request.headers.get('idempotency-key') })
      return HttpResponse.json(api.answers.sources, { status: 202 })
    }),
  ]
}

/** As the server does it: the change has an id and stands first from now on. */
function recorded(api: ConsoleApi, body: unknown): Response {
  const sent = NewChange.parse(body)
  const { changes } = api.answers.changes
  const number = String(changes.length + 1).padStart(4, '0')
  const at = sent.startedAt ?? changes[0]?.startedAt ?? 0
  const change: Change = {
    ...sent,
    id: `01JD700000000000000000${number}`,
    startedAt: at,
    recordedAt: at,
    recordedBy: 'local-operator:test',
  }
  api.answers.changes = { changes: [change, ...changes] }
  return HttpResponse.json(change, { status: 201 })
}

/** What is put or posted is kept and answered; whether it stands in the next answer is the test's to say. */
function serviceHandlers(api: ConsoleApi) {
  const any = (path: string) => `*${path}`
  return [
    http.get(any(ROUTES.services), () => HttpResponse.json(api.answers.services)),
    http.get(any(ROUTES.identity), () => HttpResponse.json(api.answers.identity)),
    http.get<{ id: string }>(any('/api/v1/services/:id'), ({ params: { id } }) => {
      const found = api.answers.service[id]
      if (found !== undefined) return HttpResponse.json(found)
      const message = `There is no service "${id}".`
      return HttpResponse.json(
        { code: 'not_found', message, path: 'params.service', requestId: 'test' },
        { status: 404 },
      )
    }),
    http.put<{ id: string }>(any('/api/v1/services/:id/score-rules'), async ({ params: { id }, request }) => {
      const body = PutScoreRules.parse(await request.json())
      api.serviceActs.push({ path: ROUTES.serviceScoreRules(id), body })
      return HttpResponse.json({ scoreRules: body.rules ?? DEFAULT_SCORE_RULES, scoreRulesOwn: body.rules !== null })
    }),
    http.post(any(ROUTES.instanceStatus), async ({ request }) => {
      api.serviceActs.push({ path: ROUTES.instanceStatus, body: await request.json() })
      return HttpResponse.json(api.answers.instanceStatus)
    }),
    http.get<{ region: string; instance: string }>(any(ROUTES.hostPattern), ({ params }) =>
      HttpResponse.json(hostAt(Date.now(), params)),
    ),
    ...silenceHandlers(api),
  ]
}

function silenceHandlers(api: ConsoleApi) {
  const any = (path: string) => `*${path}`
  return [
    http.get(any(ROUTES.silences), () => HttpResponse.json(api.answers.silences)),
    http.post(any(ROUTES.previewSilence), async ({ request }) => {
      api.serviceActs.push({ path: ROUTES.previewSilence, body: SilenceDraft.parse(await request.json()) })
      return HttpResponse.json(api.answers.silencePreview)
    }),
    http.post(any(ROUTES.silences), async ({ request }) => {
      api.serviceActs.push({ path: ROUTES.silences, body: PutSilence.parse(await request.json()) })
      return HttpResponse.json(api.answers.silenceSet)
    }),
    http.delete<{ id: string }>(any('/api/v1/silences/:id'), ({ params: { id } }) => {
      api.serviceActs.push({ path: ROUTES.silence(id), body: null })
      return HttpResponse.json(api.answers.silenceSet)
    }),
  ]
}

/** Acts are kept and change nothing: what a run then says is the test's to set. */
function evacuationHandlers(api: ConsoleApi) {
  const any = (path: string) => `*${path}`
  const missing = () =>
    HttpResponse.json(
      { code: 'not_found', message: 'There is no such evacuation.', requestId: 'test' },
      { status: 404 },
    )
  return [
    http.get(any(ROUTES.evacuations), () => HttpResponse.json(api.answers.evacuations)),
    http.post(any(ROUTES.whatIf), () => HttpResponse.json(api.answers.whatIf)),
    http.get<{ id: string }>(any('/api/v1/evacuations/:id'), ({ params: { id } }) => {
      const run = api.answers.runs[id]
      return run === undefined ? missing() : HttpResponse.json(run)
    }),
    http.get(any('/api/v1/evacuations/:id/outcome'), () => HttpResponse.json(api.answers.outcome)),
    http.get(any('/api/v1/evacuations/:id/writes'), () => HttpResponse.json(api.answers.writes)),
    http.post<{ id: string; verb: string }>(
      any('/api/v1/evacuations/:id/:verb'),
      async ({ params: { id, verb }, request }) => {
        api.acts.push({ id, verb, body: await request.json() })
        const run = api.answers.runs[id]
        return run === undefined ? missing() : HttpResponse.json(run)
      },
    ),
  ]
}
