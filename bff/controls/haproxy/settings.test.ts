import { expect, test } from 'vitest'
import { HaproxySettings } from './settings.ts'

function isTaken(change: object): boolean {
  return HaproxySettings.safeParse({
    id: 'edge-proxies',
    kind: 'haproxy',
    instances: [{ id: 'edge-1', socket: '/run/haproxy/admin.sock' }],
    targets: [{ id: 'us-east-1', region: 'us-east-1' }],
    split: { by: 'weights', backends: { all: 'regions' } },
    ...change,
  }).success
}

const at = (socket: string) => ({ instances: [{ id: 'edge-1', socket }] })

test.each(['/run/a.sock', '127.0.0.1:9999', 'localhost:1', '[::1]:65535'])('%s never leaves the machine', (socket) => {
  expect(isTaken(at(socket))).toBe(true)
})

test.each([
  '10.0.0.5:9999',
  'edge.example.com:9999',
  '0.0.0.0:9999',
  '127.0.0.1:0',
  '127.0.0.1:65536',
  'run/a.sock',
  '/a b',
])('%s is refused: the runtime API knows no password', (socket) => {
  expect(isTaken(at(socket))).toBe(false)
})

test.each([
  ['a second command in a backend', { split: { by: 'weights', backends: { all: 'a; disable server b' } } }],
  ['a new line in a server', { targets: [{ id: 'us-east-1', region: 'us-east-1', servers: ['a\nshutdown'] }] }],
  ['a payload in a map', { split: { by: 'map', file: '/a <<' } }],
  ['no backend at all', { split: { by: 'weights', backends: {} } }],
])('%s is refused', (_, change) => {
  expect(isTaken({})).toBe(true)
  expect(isTaken(change)).toBe(false)
})
