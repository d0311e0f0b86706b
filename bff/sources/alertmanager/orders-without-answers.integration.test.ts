import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closeAtOnce, listenOnLoopback } from '#mocks/upstreams/loopback.ts'
import { startFakeAlertmanager } from './fake-alertmanager-fixture.ts'
import { AlertmanagerSettings } from './settings.ts'
import { createAlertmanagerSource } from './source.ts'

/** Between us and Alertmanager: an order reaches it, or does not, and its answer never comes back. */
/** `old`: it knows no "is not". */
type Fault = 'none' | 'answer-lost' | 'order-lost' | 'all-lost' | 'old'

const signal = new AbortController().signal
let upstream: Awaited<ReturnType<typeof startFakeAlertmanager>>
let port = 0
let fault: Fault = 'none'
const server = createServer((request, response) => forward(request, response))

beforeAll(async () => {
  upstream = await startFakeAlertmanager()
  port = await listenOnLoopback(server, 0)
})
afterAll(async () => {
  await closeAtOnce(server)
  await upstream.dispose()
})
beforeEach(() => {
  fault = 'none'
})

function forward(request: IncomingMessage, response: ServerResponse): void {
  const isOrder = request.method !== 'GET'
  const isLost = fault === 'all-lost' || (isOrder && fault === 'order-lost')
  if (isLost) return void request.socket.resetAndDestroy()
  const { method, headers, url } = request
  const onward = ask(new URL(url ?? '/', upstream.url), { method: method ?? 'GET', headers }, (answer) => {
    if (isOrder && fault === 'answer-lost') return void request.socket.resetAndDestroy()
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  if (fault !== 'old' || !isOrder) return void request.pipe(onward)
  let body = ''
  request.setEncoding('utf8').on('data', (piece: string) => {
    body += piece
  })
  request.on('end', () => onward.end(body.replaceAll('"isEqual":false', '"isEqual":true ')))
}

function silencerOf() {
  const url = `http://127.0.0.1:${port}`
  const settings = AlertmanagerSettings.parse({ id: 'alerts', kind: 'alertmanager', url, limits: { timeout: '5s' } })
  const clock = { now: Date.now }
  return createAlertmanagerSource({ id: 'alerts', settings, regions: [], regionAliases: new Map(), clock }).silencer
}

let made = 0
const orderOf = () => ({
  matchers: [
    { name: 'service', value: 'api', isRegex: false, isEqual: true },
    { name: 'cluster', value: 'x', isRegex: false, isEqual: true },
  ],
  startsAt: null,
  endsAt: Date.now() + 3_600_000,
  createdBy: 'ada',
  comment: `number ${(made += 1)}`,
})

describe('an order whose answer is lost', () => {
  test('was carried out: it is found, and nobody makes it twice', async () => {
    const silencer = silencerOf()
    fault = 'answer-lost'
    const silence = orderOf()
    const answer = await silencer.put({ silence, signal })
    expect(answer).toMatchObject({ kind: 'done', silence: { comment: silence.comment, state: 'active' } })
    const id = answer.kind === 'done' ? answer.id : ''
    expect(await silencer.expire({ id, signal })).toMatchObject({ kind: 'done', silence: { state: 'expired' } })
  })

  test('never arrived: nobody knows, and that is said', async () => {
    const silencer = silencerOf()
    const kept = await silencer.put({ silence: orderOf(), signal })
    fault = 'order-lost'
    expect(await silencer.put({ silence: orderOf(), signal })).toMatchObject({ kind: 'unknown' })
    const id = kept.kind === 'done' ? kept.id : ''
    expect(await silencer.expire({ id, signal })).toMatchObject({
      kind: 'unknown',
      why: expect.stringMatching(/broke off/),
    })
  })

  test('was understood as its opposite: it is ended at once, and refused', async () => {
    const silencer = silencerOf()
    fault = 'old'
    const matchers = [true, false].map((isEqual) => ({ name: `is_${isEqual}`, value: 'api', isRegex: false, isEqual }))
    const answer = await silencer.put({ silence: { ...orderOf(), matchers, comment: 'opposite' }, signal })
    expect(answer).toMatchObject({ kind: 'refused', why: expect.stringMatching(/older than 0\.22.+ended at once/) })
    const { silences } = await silencer.list({ signal })
    expect(silences.filter(({ comment }) => comment === 'opposite').map(({ state }) => state)).toEqual(['expired'])
  })

  test('a list that cannot be read is the last one, with its age and why', async () => {
    const silencer = silencerOf()
    const before = await silencer.list({ signal })
    expect(before).toMatchObject({ problem: null })
    fault = 'all-lost'
    expect(await silencer.list({ signal })).toEqual({ ...before, problem: expect.stringMatching(/broke off/) })
    expect(await silencerOf().list({ signal })).toMatchObject({ silences: [], readAt: null })
  })
})
