import { afterEach, describe, expect, test } from 'vitest'
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

describe('a page of another origin', () => {
  const WALL = 'https://walls.example.com'

  async function askFrom(origin: string, allowed: string[], vizceral: () => VizceralWorld | null) {
    const app = await serverFixture({ services: { vizceral, vizceralOrigins: () => allowed } })
    close = () => app.close()
    const { headers } = await app.inject({ url: '/api/v1/vizceral', headers: { ...HOST, origin } })
    const other = await app.inject({ url: '/api/v1/traffic', headers: { ...HOST, origin } })
    expect([headers['vary'], other.headers['access-control-allow-origin']]).toEqual(['Origin', undefined])
    return headers['access-control-allow-origin']
  }

  test('may read it where the configuration allows it, and nothing else', async () => {
    const world = describeAsVizceral({ ...fleetOf([edgeOf()]), now: AT })
    expect(await askFrom(WALL, ['http://localhost:8080', WALL], () => world)).toBe(WALL)
  })

  test('is told why there is nothing to read', async () => {
    expect(await askFrom(WALL, [WALL], () => null)).toBe(WALL)
  })

  test.each([
    ['by default', WALL, []],
    ['of another scheme', 'http://walls.example.com', [WALL]],
    ['of another port', `${WALL}:8443`, [WALL]],
    ['of a longer name', `${WALL}.evil.example`, [WALL]],
    ['without an origin', 'null', [WALL]],
  ])('may not read it %s', async (_, origin, allowed) => {
    expect(await askFrom(origin, allowed, () => null)).toBeUndefined()
  })
})

test('nobody without a role', async () => {
  expect((await ask(() => null, null)).statusCode).toBe(401)
})
