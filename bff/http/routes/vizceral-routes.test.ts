import { afterEach, expect, test } from 'vitest'
import { ErrorBody } from '#contract/error.ts'
import { VizceralWorld } from '#contract/vizceral.ts'
import { describeAsVizceral } from '#bff/vizceral/describe-as-vizceral.ts'
import { AT, edgeOf, fleetOf } from '#bff/vizceral/fleet-fixture.ts'
import { serverFixture } from '../services-fixture.ts'

const HOST = { host: '127.0.0.1:7700' }
let close = async () => {}
afterEach(() => close())

async function ask(vizceral: () => VizceralWorld | null, actor?: null) {
  const app = await serverFixture({ services: { vizceral }, ...(actor === undefined ? {} : { actor }) })
  close = () => app.close()
  return app.inject({ url: '/api/v1/vizceral', headers: HOST })
}

test('the newest frame as Vizceral reads it, never kept', async () => {
  const world = describeAsVizceral({ ...fleetOf([edgeOf(), edgeOf({ target: 'db', errorShare: NaN })]), now: AT })
  const answer = await ask(() => world)
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store'])
  expect(VizceralWorld.parse(answer.json())).toEqual(JSON.parse(JSON.stringify(world)))
})

test('before the first frame it says so', async () => {
  const answer = await ask(() => null)
  expect([answer.statusCode, ErrorBody.parse(answer.json()).code]).toEqual([503, 'unavailable'])
})

test('nobody without a role', async () => {
  expect((await ask(() => null, null)).statusCode).toBe(401)
})
