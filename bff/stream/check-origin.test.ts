import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createOriginCheck } from './check-origin.ts'

function asked(headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket())
  Object.assign(request.headers, headers)
  return request
}

describe('origin check', () => {
  const check = createOriginCheck({ allowedOrigins: ['https://console.example'] })

  it.each([
    ['the same address', { host: '127.0.0.1:8700', origin: 'http://127.0.0.1:8700' }, true],
    ['the same, behind TLS', { host: 'spillway.example', origin: 'https://spillway.example' }, true],
    ['the same in other letters', { host: 'Spillway.Example', origin: 'http://spillway.example' }, true],
    ['a listed one', { host: '127.0.0.1:8700', origin: 'https://console.example' }, true],
    ['another port', { host: '127.0.0.1:8700', origin: 'http://127.0.0.1:8701' }, false],
    ['another name of this machine', { host: '127.0.0.1:8700', origin: 'http://localhost:8700' }, false],
    ['one that begins like a listed one', { host: 'a', origin: 'https://console.example.evil' }, false],
    ['a listed one without TLS', { host: 'a', origin: 'http://console.example' }, false],
    ['none', { host: 'a' }, false],
    ['null', { host: 'a', origin: 'null' }, false],
    ['a file', { host: '', origin: 'file://' }, false],
    ['no host', { origin: 'http://a' }, false],
  ])('%s', (_, headers, allowed) => {
    expect(check(asked(headers))).toBe(allowed)
  })
})
