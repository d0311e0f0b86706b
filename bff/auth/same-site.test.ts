import { describe, expect, test } from 'vitest'
import { isOwnOrigin, judgeSite } from './same-site.ts'

const nothing = { origin: undefined, secFetchSite: undefined, spillwayClient: undefined }

describe('judgeSite', () => {
  test.each([
    ['reading from this machine', { ...nothing, method: 'GET', host: '127.0.0.1:7700' }, 'allowed'],
    ['reading by localhost', { ...nothing, method: 'GET', host: 'localhost:7700' }, 'allowed'],
    ['reading by IPv6 loopback', { ...nothing, method: 'GET', host: '[::1]:7700' }, 'allowed'],
    ['a foreign name that resolves to loopback', { ...nothing, method: 'GET', host: 'evil.example:7700' }, 'refused'],
    ['a name that only begins like loopback', { ...nothing, method: 'GET', host: '127.0.0.1.evil.example' }, 'refused'],
    ['no host at all', { ...nothing, method: 'GET', host: undefined }, 'refused'],
    ['our own page', { ...nothing, method: 'POST', host: 'localhost:1', origin: 'http://localhost:1' }, 'allowed'],
    [
      'another port of this machine',
      { ...nothing, method: 'POST', host: 'localhost:1', origin: 'http://localhost:2' },
      'refused',
    ],
    ['an opaque origin', { ...nothing, method: 'POST', host: 'localhost:1', origin: 'null' }, 'refused'],
    [
      'a foreign page that names itself a script',
      {
        method: 'POST',
        host: 'localhost:1',
        origin: 'https://evil.example',
        secFetchSite: 'cross-site',
        spillwayClient: 'x',
      },
      'refused',
    ],
    [
      'same-origin fetch without Origin',
      { ...nothing, method: 'PUT', host: 'localhost:1', secFetchSite: 'same-origin' },
      'allowed',
    ],
    [
      'same-site is not same-origin',
      { ...nothing, method: 'PUT', host: 'localhost:1', secFetchSite: 'same-site' },
      'refused',
    ],
    [
      'a script that names itself',
      { ...nothing, method: 'POST', host: 'localhost:1', spillwayClient: 'deploy' },
      'allowed',
    ],
    ['a script that does not', { ...nothing, method: 'POST', host: 'localhost:1' }, 'refused'],
  ])('%s', (_what, request, verdict) => {
    expect(judgeSite(request).kind).toBe(verdict)
  })
})

describe('isOwnOrigin', () => {
  test('needs both, equal, on loopback', () => {
    expect(isOwnOrigin('http://127.0.0.1:7700', '127.0.0.1:7700')).toBe(true)
    expect(isOwnOrigin(undefined, '127.0.0.1:7700')).toBe(false)
    expect(isOwnOrigin('http://evil.example', 'evil.example')).toBe(false)
  })
})
