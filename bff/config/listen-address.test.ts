import { expect, test } from 'vitest'
import { isLoopback, parseListenAddress } from './listen-address.ts'

test.each([
  ['127.0.0.1:7700', { host: '127.0.0.1', port: 7700 }],
  ['localhost:0', { host: 'localhost', port: 0 }],
  ['[::1]:80', { host: '::1', port: 80 }],
  ['::1:80', null],
  ['7700', null],
  ['localhost:', null],
  ['localhost:65536', null],
  ['http://localhost:80', null],
])('%s', (text, expected) => {
  expect(parseListenAddress(text)).toEqual(expected)
})

test('only this machine’s own addresses are loopback', () => {
  expect(['localhost', '::1', '127.0.0.1', '127.9.8.7'].every(isLoopback)).toBe(true)
  expect(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.evil.example', 'localhost.evil.example'].some(isLoopback)).toBe(false)
})
