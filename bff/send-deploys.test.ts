import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { NewChange } from '#contract/change.ts'
import { changeOf, createDeploySender } from './send-deploys.ts'
import { TERMINAL_FILE } from './terminal-file.ts'

const DEPLOY = { at: 1_795_000_000_000, region: 'us-east-1', service: 'api', version: 'v88', author: 'M. Lindqvist' }

async function server() {
  const asked: { path: string; authority: string; body: unknown }[] = []
  const http = createServer((request, response) => {
    void textOf(request).then((text) => {
      const path = request.url ?? ''
      asked.push({ path, authority: request.headers.authorization ?? '', body: JSON.parse(text) })
      const token = { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', name: 'd', roles: ['engineer'], madeBy: 'root', madeAt: 1 }
      const made = { token: { ...token, endsAt: 2, lastUsedAt: null, revokedAt: null }, secret: 'of-the-token' }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(path.endsWith('/tokens') ? made : {}))
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void http.close())
  const address = http.address()
  const directory = mkdtempSync(join(tmpdir(), 'spillway-deploys-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  writeFileSync(join(directory, TERMINAL_FILE), JSON.stringify({ address: url, secret: 'of-the-terminal' }))
  return { asked, url, directory }
}

test('deploys wait for the server, then go out under a token that may annotate and no more', async () => {
  const { asked, url, directory } = await server()
  const sender = createDeploySender()
  sender.add([DEPLOY])
  await sender.begin({ address: url, directory })
  sender.add([{ ...DEPLOY, region: 'us-west-2' }])
  await expect.poll(() => asked.length).toBe(3)
  const [token, ...changes] = asked
  expect(token).toMatchObject({ authority: 'Bearer of-the-terminal', body: { roles: ['engineer'] } })
  expect(changes.map(({ authority }) => authority)).toEqual(Array(2).fill('Bearer of-the-token'))
  expect(changes.map(({ body }) => NewChange.parse(body).regions)).toEqual([['us-east-1'], ['us-west-2']])
})

test('the same deploy is the same change; in another region it is another one', () => {
  const id = (deploy: typeof DEPLOY) => changeOf(deploy).externalId
  expect(id(DEPLOY)).toBe(id({ ...DEPLOY, at: 1 }))
  expect(id(DEPLOY)).not.toBe(id({ ...DEPLOY, region: 'us-west-2' }))
})

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request) text += String(piece)
  return text
}
