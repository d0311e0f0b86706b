import { expect, test } from 'vitest'
import { AllowedOrigin } from './allowed-origin.ts'

test.each(['https://walls.example.com', 'http://localhost:8080', 'http://10.0.0.7', 'http://[::1]:3000'])(
  '%s is an origin',
  (text) => {
    expect(AllowedOrigin.parse(text)).toBe(text)
  },
)

test.each([
  '*',
  'null',
  '',
  'walls.example.com',
  'https://walls.example.com/',
  'https://walls.example.com/vizceral',
  'https://Walls.Example.com',
  'https://walls.example.com:443',
  'https://*.example.com',
  'https://min:secret@walls.example.com',
  'file:///home/min/vizceral.html',
])('%j is none that a browser would send and that may be allowed', (text) => {
  expect(AllowedOrigin.safeParse(text).success).toBe(false)
})
