import { describe, expect, test } from 'vitest'
import { actorNameOf, judgePermission, judgePolicy, localPersonId, personIdOf, PersonId, type Actor } from './access.ts'
import { PERMISSIONS, Permission, Role, STEP_UP_FRESH_MS } from './permissions.ts'

const NOW = 1_795_000_000_000

function person(roles: readonly Role[], stepUpAt: number | null = NOW): Actor {
  return { kind: 'person', name: 'Ben', personId: 'local:ben', sessionId: 's', roles, stepUpAt }
}

describe('no role implies another', () => {
  test.each(Permission.options)('%s is for the roles of the table alone', (permission) => {
    for (const role of Role.options) {
      const expected = PERMISSIONS[permission].roles.includes(role) ? 'allowed' : 'forbidden'
      expect([role, judgePermission(permission, person([role]), NOW)]).toEqual([role, expected])
    }
    expect(judgePermission(permission, person([]), NOW)).toBe('forbidden')
  })

  test('an admin decides who may act and does not act; nobody both starts and approves by one role', () => {
    for (const permission of ['evacuation.start', 'evacuation.approve', 'evacuation.steer'] as const) {
      expect(PERMISSIONS[permission].roles).not.toContain('admin')
    }
    expect(
      PERMISSIONS['evacuation.start'].roles.filter((role) => PERMISSIONS['evacuation.approve'].roles.includes(role)),
    ).toEqual([])
  })
})

describe('a fresh proof', () => {
  test.each([
    ['now', NOW, 'allowed'],
    ['five minutes ago', NOW - STEP_UP_FRESH_MS, 'allowed'],
    ['a millisecond earlier', NOW - STEP_UP_FRESH_MS - 1, 'step-up'],
    ['never', null, 'step-up'],
  ])('%s', (_when, stepUpAt, verdict) => {
    expect(judgePermission('evacuation.start', person(['crisis-leader'], stepUpAt), NOW)).toBe(verdict)
  })

  test('is never asked for before stopping', () => {
    expect(judgePermission('evacuation.steer', person(['crisis-leader'], null), NOW)).toBe('allowed')
  })

  test('whoever lacks the role is not asked for one', () => {
    expect(judgePermission('evacuation.start', person(['viewer'], null), NOW)).toBe('forbidden')
  })

  test('the local operator has none, and neither a token nor the terminal can carry what asks for one', () => {
    const walkIn: Actor = { kind: 'local-operator', name: 'root', roles: Role.options }
    const token: Actor = { kind: 'token', name: 'ci', tokenId: 't', roles: Role.options }
    const terminal: Actor = { kind: 'terminal', name: 'root', roles: Role.options }
    const bound = Permission.options.filter((permission) => PERMISSIONS[permission].stepUp)
    expect(bound).toEqual(['evacuation.approve', 'evacuation.start'])
    for (const permission of bound) {
      expect(judgePermission(permission, walkIn, NOW)).toBe('step-up')
      expect(judgePermission(permission, token, NOW)).toBe('forbidden')
      expect(judgePermission(permission, terminal, NOW)).toBe('forbidden')
    }
  })
})

test('what concerns oneself is for people, whatever their roles', () => {
  expect(judgePolicy({ allow: 'signed-in' }, person([]), NOW)).toBe('allowed')
  expect(judgePolicy({ allow: 'signed-in' }, null, NOW)).toBe('not-authenticated')
  expect(judgePolicy({ allow: 'signed-in' }, { kind: 'token', name: 'ci', tokenId: 't', roles: ['admin'] }, NOW)).toBe(
    'forbidden',
  )
})

test('the local operator is one person, before and after signing in; two people of one name of two issuers are two', () => {
  expect(personIdOf({ kind: 'local-operator', name: 'Ben Hope', roles: [] })).toBe('local:ben-hope')
  expect(PersonId.safeParse(localPersonId('Ünï Çödé')).success).toBe(true)
  const one = actorNameOf({
    kind: 'person',
    name: 'Ben',
    personId: 'oidc:a',
    sessionId: null,
    stepUpAt: null,
    roles: [],
  })
  const other = actorNameOf({
    kind: 'person',
    name: 'Ben',
    personId: 'oidc:b',
    sessionId: null,
    stepUpAt: null,
    roles: [],
  })
  expect(one).not.toBe(other)
})
