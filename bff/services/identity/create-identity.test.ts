import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createIdentity } from './create-identity.ts'
import { likeNames } from './like-names.ts'
import { plainFormOf } from './plain-form.ts'
import { IdentitySettings } from './settings.ts'

const KNOWN = new Set(['api', 'playback-api', 'playback-license', 'key-vault'])

function identityOf(settings: object = {}) {
  return createIdentity({ settings: IdentitySettings.parse(settings), isKnown: (service) => KNOWN.has(service) })
}

const asked = (name: string, over: object = {}) => ({ source: 'eureka', tells: 'instances' as const, name, ...over })

test.each([
  ['API', 'api'],
  ['PLAYBACK-API', 'playback-api'],
  ['PlaybackAPI', 'playback-api'],
  ['PlaybackApi', 'playback-api'],
  ['playback_api', 'playback-api'],
  ['api.default.svc', 'api'],
  ['playback-api.prod.svc.cluster.local', 'playback-api'],
  ['  api ', 'api'],
  ['GetLicense', 'get-license'],
  ['v2.api', 'v2.api'],
  ['--', null],
])('the plain form of %j is %j', (name, plain) => {
  expect(plainFormOf(name)).toBe(plain)
})

test('a plain form is its own plain form', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      const plain = plainFormOf(name)
      expect(plain === null ? null : plainFormOf(plain)).toBe(plain)
    }),
  )
})

describe('whom a name means', () => {
  test.each([
    ['api', { service: 'api', by: 'same', line: null }],
    ['API', { service: 'api', by: 'plain-form', line: null }],
    // What says more than a way of writing is never guessed.
    ['api-prod', { service: null, by: null, line: null }],
    ['unheard-of', { service: null, by: null, line: null }],
    ['x'.repeat(401), { service: null, by: null, line: null }],
  ])('%j without a word in the configuration', (name, expected) => {
    expect(identityOf().resolve(asked(name))).toEqual(expected)
  })

  test('a name stands before the rules, and the first rule that matches decides', () => {
    const identity = identityOf({
      names: { GetLicense: 'playback-license' },
      rules: [
        { source: 'hystrix', match: '(.+)-prod', service: 'key-vault' },
        { tells: 'alerts', match: '(.+)-prod', service: 'key-vault' },
        { match: '(?<service>.+)-prod', service: '$<service>' },
        { match: 'get.*', service: 'api' },
      ],
    })
    expect(identity.resolve(asked('GetLicense'))).toEqual({
      service: 'playback-license',
      by: 'name',
      line: 'identity.names["GetLicense"]',
    })
    expect(identity.resolve(asked('API-PROD'))).toEqual({ service: 'api', by: 'rule', line: 'identity.rules[2]' })
    expect(identity.resolve(asked('api-prod', { source: 'hystrix' })).service).toBe('key-vault')
    expect(identity.idle()).toEqual(['identity.rules[1]', 'identity.rules[3]'])
  })

  test('a rule that leads to nobody is named, and no other is tried', () => {
    const identity = identityOf({
      rules: [
        { match: '(.+)', service: 'team-$1' },
        { match: 'api', service: 'api' },
      ],
    })
    expect(identity.resolve(asked('api'))).toEqual({ service: null, by: null, line: 'identity.rules[0]' })
  })

  test('whatever is asked, only services the fleet has are meant', () => {
    const identity = identityOf({ rules: [{ match: '(.)(.*)', service: '$2$1' }] })
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (name) => {
        const { service } = identity.resolve(asked(name))
        expect(service === null || KNOWN.has(service)).toBe(true)
      }),
    )
  })
})

test('what joined nobody is shown with the names it is like', () => {
  expect(likeNames('GetPlaybackLicense', KNOWN)).toEqual(['playback-license', 'playback-api'])
  expect(likeNames('zzz', KNOWN)).toEqual([])
})

test('an expression that is none is refused with an example', () => {
  const parsed = IdentitySettings.safeParse({ rules: [{ match: '(', service: 'api' }] })
  expect(parsed.error?.issues[0]).toMatchObject({
    path: ['rules', 0, 'match'],
    message: 'expected a regular expression such as "^(.+)-prod$"',
  })
})
