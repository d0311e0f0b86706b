import { expect, it } from 'vitest'
import type { LatencyQuery } from '#contract/latency.ts'
import { LATENCY, serverFixture } from '../services-fixture.ts'

it.each([
  ['region=us-east-1&service=api', { region: 'us-east-1', service: 'api' }],
  [
    `source=us-east-1/api&target=${encodeURIComponent('us-east-1/identity:http')}&to=1795000000000`,
    { source: 'us-east-1/api', target: 'us-east-1/identity:http', to: 1_795_000_000_000 },
  ],
])('passes on what is asked: %s', async (search, expected) => {
  const asked: LatencyQuery[] = []
  const latency = async (query: LatencyQuery) => {
    asked.push(query)
    return LATENCY
  }
  const app = await serverFixture({ services: { latency } })
  const answer = await app.inject(`/api/v1/latency?${search}`)
  expect([answer.statusCode, answer.json(), asked]).toEqual([200, LATENCY, [expected]])
  await app.close()
})

it.each(['', 'region=us-east-1', 'service=api', 'source=us-east-1', 'region=a&service=b&source=a&target=b'])(
  'refuses %j',
  async (search) => {
    const app = await serverFixture()
    expect((await app.inject(`/api/v1/latency?${search}`)).json()).toMatchObject({
      code: 'bad_request',
      path: 'querystring.service',
    })
    await app.close()
  },
)

it('is for those who are signed in', async () => {
  const app = await serverFixture({ actor: null })
  expect((await app.inject('/api/v1/latency?region=a&service=b')).statusCode).toBe(401)
  await app.close()
})
