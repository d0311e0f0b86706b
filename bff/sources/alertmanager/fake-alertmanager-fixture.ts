import { createServer } from 'node:http'
import { createAlertmanager } from '#mocks/upstreams/alertmanager/answer-alertmanager.ts'
import { answer } from '#mocks/upstreams/answer.ts'
import { closeAtOnce, listenOnLoopback } from '#mocks/upstreams/loopback.ts'
import { GROUP_BY, INHIBIT_EQUAL, RECEIVER } from './real-alertmanager-fixture.ts'

/** The simulated one, set up as the real one of the tests is. */
export async function startFakeAlertmanager() {
  const severity = (value: string) => [{ name: 'severity', value, isRegex: false, isEqual: true }]
  const alertmanager = createAlertmanager({
    startedAt: Date.now(),
    receiver: RECEIVER,
    groupBy: GROUP_BY,
    inhibits: [{ source: severity('critical'), target: severity('warning'), equal: INHIBIT_EQUAL }],
  })
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    let body = ''
    request.setEncoding('utf8').on('data', (piece: string) => {
      body += piece
    })
    request.on('end', () => {
      const { method = 'GET' } = request
      const asked = { method, path: url.pathname, params: url.searchParams, body, now: Date.now() }
      answer(response, alertmanager.answer(asked))
    })
  })
  const port = await listenOnLoopback(server, 0)
  return { url: `http://127.0.0.1:${port}`, dispose: () => closeAtOnce(server) }
}
