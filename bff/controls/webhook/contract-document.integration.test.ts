import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { signatureOf } from '#bff/signature.ts'
import { startReferencePlane } from './conformance/reference-plane-fixture.ts'
import { Description, Order, State } from './wire.ts'

/** What is promised to strangers can be checked, so it is. */
const TEXT = readFileSync(join(import.meta.dirname, 'CONTRACT.md'), 'utf8')
const SECRET = 'sixteen letters!'

function blocks(language: string): string[] {
  return [...TEXT.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block]) => block ?? '')
}

test('its examples are what is checked on the wire', () => {
  const [description = '', state = ''] = blocks('json')
  expect(Description.safeParse(JSON.parse(description)).success).toBe(true)
  expect(State.safeParse(JSON.parse(state)).success).toBe(true)
  const order = blocks('http')[0]?.split('\n\n')[1] ?? ''
  expect(Order.safeParse(JSON.parse(order)).success).toBe(true)
})

test('its example of a signature is right', () => {
  const request = { method: 'GET', path: '/spillway/describe', body: '' }
  const [, hex = ''] = signatureOf({ secret: SECRET, atMs: 1_795_456_800_000, request }).split('v1=')
  expect(TEXT).toContain(`\`${hex}\``)
})

test('its lines of shell read and write a plane', async () => {
  const plane = await startReferencePlane({ secret: SECRET })
  try {
    const { origin } = new URL(plane.url)
    const env = { ...process.env, SECRET, HOST: origin }
    const [read = '', write = ''] = blocks('sh').map((block) => block.replaceAll('/spillway/', '/plane/'))
    const run = async (line: string) => (await promisify(execFile)('/bin/sh', ['-c', line], { env })).stdout
    expect(State.parse(JSON.parse(await run(read))).revision).toBe('1')
    expect(State.parse(JSON.parse(await run(write))).segments[0]).toMatchObject({
      weights: { 'us-east-1': 0, 'us-west-2': 50 },
      mark: { planId: 'by-hand', epoch: 9, step: 0 },
    })
  } finally {
    await plane.stop()
  }
})
