import { expect, it } from 'vitest'
import type { HostPath, HostQuery } from '#contract/services/host.ts'
import { ROUTES } from '#contract/routes.ts'
import { Failure } from '#bff/failure.ts'
import { HOST, serverFixture } from '../services-fixture.ts'

it('passes on what is asked, whatever the instance is called', async () => {
  const asked: (HostPath & HostQuery)[] = []
  const host = (input: HostPath & HostQuery) => {
    asked.push(input)
    return HOST
  }
  const app = await serverFixture({ services: { host } })
  const answer = await app.inject(`${ROUTES.host('us-east-1', 'ip-10-0-0-1:api/7')}?since=1795000000000`)
  expect([answer.statusCode, answer.json()]).toEqual([200, HOST])
  expect(asked).toEqual([{ region: 'us-east-1', instance: 'ip-10-0-0-1:api/7', since: 1_795_000_000_000 }])
  await app.close()
})

it('says of an instance that nobody told of that it does not exist', async () => {
  const host = () => {
    throw new Failure({ code: 'not_found', message: 'No registry tells of it.' })
  }
  const app = await serverFixture({ services: { host } })
  const answer = await app.inject(ROUTES.host('us-east-1', 'i-1'))
  expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'not_found' }])
  await app.close()
})

it('refuses what is no region, and a moment that is none', async () => {
  const app = await serverFixture()
  expect((await app.inject(ROUTES.host('US East', 'i-1'))).statusCode).toBe(400)
  expect((await app.inject(`${ROUTES.host('us-east-1', 'i-1')}?since=yesterday`)).statusCode).toBe(400)
  await app.close()
})
