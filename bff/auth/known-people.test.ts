import { expect, test } from 'vitest'
import { peopleWith, accessFixture } from '#bff/http/access-fixture.ts'
import { openTestStore } from '#bff/store/store-fixture.ts'
import { effectiveRoles } from './person-row.ts'

test('people of the configuration get its roles at the start; whoever is listed no more loses theirs; others stay', async () => {
  const store = await openTestStore()
  const rolesOf = async (id: string) => {
    const row = await store.people.get(id)
    return row === undefined ? null : effectiveRoles(row)
  }
  await accessFixture({ store, access: peopleWith({ Ben: ['viewer'], Ada: ['admin'] }) })
  expect([await rolesOf('local:ben'), await rolesOf('local:ada')]).toEqual([['viewer'], ['admin']])
  const rows = (await store.audit.list({ limit: 100 })).length
  await accessFixture({ store, access: peopleWith({ Ben: ['viewer'], Ada: ['admin'] }) })
  expect((await store.audit.list({ limit: 100 })).length).toBe(rows)
  await accessFixture({ store, access: peopleWith({ Ben: ['viewer', 'approver'] }) })
  expect([await rolesOf('local:ben'), await rolesOf('local:ada')]).toEqual([['viewer', 'approver'], []])
  expect((await store.audit.list({ limit: 1 }))[0]).toMatchObject({
    action: 'person.roles',
    actor: 'system:configuration',
  })
})

test('there is nobody to begin with but whoever runs the server, and nobody can sign in without a link', async () => {
  const { store, app } = await accessFixture()
  expect((await store.people.list()).map(({ name }) => name)).toEqual(['Olga'])
  expect(await store.tokens.list()).toEqual([])
  expect((await app.inject({ url: '/api/v1/traffic', headers: { host: '127.0.0.1:7700' } })).statusCode).toBe(401)
})
