import { describe, expect, it } from 'vitest'
import { Failure } from '#bff/failure.ts'
import { serverFixture } from '../services-fixture.ts'

describe('GET /api/v1/history/frames', () => {
  it('answers with the bytes as they are', async () => {
    const asked: object[] = []
    const app = await serverFixture({
      services: {
        frames: async (query) => {
          asked.push(query)
          return Uint8Array.of(0x53, 0x52, 1, 0, 255, 128)
        },
      },
    })
    const answer = await app.inject('/api/v1/history/frames?from=1000&to=61000')
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({ 'content-type': 'application/octet-stream', 'cache-control': 'no-store' })
    expect([...answer.rawPayload]).toEqual([0x53, 0x52, 1, 0, 255, 128])
    expect(asked).toEqual([{ from: 1_000, to: 61_000, stepMs: 1_000 }])
    await app.close()
  })

  it('says in words what it refuses', async () => {
    const refuse = async () => {
      throw new Failure({ code: 'too_large', message: 'That is more than a request brings.', path: 'query.stepMs' })
    }
    const app = await serverFixture({ services: { frames: refuse } })
    const tooMuch = await app.inject('/api/v1/history/frames?from=0&to=99999999999')
    expect([tooMuch.statusCode, tooMuch.json().path]).toEqual([413, 'query.stepMs'])
    const nonsense = await app.inject('/api/v1/history/frames?from=yesterday&to=2')
    expect([nonsense.statusCode, nonsense.json().path]).toEqual([400, 'querystring.from'])
    await app.close()
  })

  it('is for those who are signed in', async () => {
    const app = await serverFixture({ actor: null })
    expect((await app.inject('/api/v1/history/frames?from=0&to=1')).statusCode).toBe(401)
    await app.close()
  })

  it('is described', async () => {
    const app = await serverFixture()
    const { paths } = (await app.inject('/api/openapi.json')).json()
    expect(paths['/api/v1/history/frames'].get.parameters).toHaveLength(3)
    await app.close()
  })
})
