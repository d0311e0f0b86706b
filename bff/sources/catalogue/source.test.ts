import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { CatalogueSettings } from './settings.ts'
import { createCatalogueSource } from './source.ts'

const AT = 1_795_000_000_000

function sourceOf(files: Readonly<Record<string, string>>, over: { limits?: object; named?: string[] } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'spillway-catalogue-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true })
    writeFileSync(join(directory, name), text)
  }
  const settings = CatalogueSettings.parse({
    id: 'owners',
    kind: 'catalogue',
    files: (over.named ?? ['.']).map((name) => join(directory, name)),
    ...(over.limits === undefined ? {} : { limits: over.limits }),
  })
  const source = createCatalogueSource({ id: 'owners', settings, regions: ['us-east-1'], clock: { now: () => AT } })
  const poll = async () => {
    const outcome = await source.poll({ signal: AbortSignal.timeout(10_000) })
    if (outcome.kind === 'failed') throw new Error(outcome.problem.message)
    return outcome.report
  }
  return { source, poll, directory }
}

const OWN = `
services:
  - name: playback-api
    team: Playback
    onCall: "#playback-oncall"
    tier: 1
    repository: https://code.example.com/playback-api
    runbooks: [https://wiki.example.com/playback]
    dashboards: [{ title: Golden signals, url: https://grafana.example.com/d/1 }]
  - name: bookmarks
    tear: 3
`

const BACKSTAGE = `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: license
  title: Licences
  annotations: { github.com/project-slug: acme/license, pagerduty.com/service-id: P1 }
  labels: { tier: "1" }
  links: [{ url: https://wiki.example.com/rb, title: Runbook }, { url: "javascript:alert(1)", title: Bad }]
spec: { type: service, owner: group:default/content-security, lifecycle: production, system: playback }
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: content-security }
spec: { type: team, profile: { displayName: Content Security }, children: [] }
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: license-api }
spec: { owner: content-security }
`

test('our own form: whose it is, who is called, where to look, and where it is written', async () => {
  const { poll, directory } = sourceOf({ 'a.yaml': OWN })
  const report = await poll()
  expect(report.facts?.owners).toEqual([
    {
      name: 'playback-api',
      title: null,
      description: null,
      team: 'Playback',
      onCall: '#playback-oncall',
      tier: 1,
      domain: null,
      lifecycle: null,
      links: [
        { kind: 'runbook', title: 'Runbook', url: 'https://wiki.example.com/playback' },
        { kind: 'dashboard', title: 'Golden signals', url: 'https://grafana.example.com/d/1' },
        { kind: 'repository', title: 'Repository', url: 'https://code.example.com/playback-api' },
      ],
      writtenIn: `${join(directory, 'a.yaml')}:3`,
    },
  ])
  // A misspelt key is told, and takes only its own entry away.
  expect(report.problems).toEqual([
    { asked: `${join(directory, 'a.yaml')} services[1]`, message: 'Unrecognized key: "tear".', at: AT },
  ])
})

test('Backstage: components, with their team as people call it; what is no address is no link', async () => {
  const { poll, directory } = sourceOf({ 'deep/catalog-info.yaml': BACKSTAGE })
  const { facts, problems } = await poll()
  expect(problems).toEqual([])
  expect(facts?.owners).toEqual([
    {
      name: 'license',
      title: 'Licences',
      description: null,
      team: 'Content Security',
      onCall: 'P1',
      tier: 1,
      domain: 'playback',
      lifecycle: 'production',
      links: [
        { kind: 'runbook', title: 'Runbook', url: 'https://wiki.example.com/rb' },
        { kind: 'repository', title: 'Repository', url: 'https://github.com/acme/license' },
      ],
      writtenIn: `${join(directory, 'deep/catalog-info.yaml')}:2`,
    },
  ])
})

test('a file that is broken, and one that is missing, are told; the others count', async () => {
  const { poll, directory } = sourceOf(
    { 'a.yaml': 'services: [{ name: api }]', 'b.yaml': 'services:\n  - name: "x\n' },
    { named: ['a.yaml', 'b.yaml', 'c.yaml'] },
  )
  const { facts, problems } = await poll()
  expect(facts?.owners?.map(({ name }) => name)).toEqual(['api'])
  expect(problems.map(({ asked }) => asked)).toEqual([join(directory, 'c.yaml'), `${join(directory, 'b.yaml')}:3`])
  expect(problems[0]?.message).toBe('there is no such file.')
})

test('more than the limit is an error in words', async () => {
  const { poll } = sourceOf({ 'a.yaml': OWN }, { limits: { bytes: 100 } })
  expect((await poll()).problems[0]?.message).toContain('more than 100 bytes together; raise limits.bytes')
})

test('nothing at all is a failed poll, and the doctor says so', async () => {
  const { source } = sourceOf({}, { named: ['none.yaml'] })
  await expect(source.poll({ signal: AbortSignal.timeout(10_000) })).resolves.toMatchObject({ kind: 'failed' })
  expect(await source.examine({ signal: AbortSignal.timeout(10_000) })).toMatchObject([
    { asked: 'files', outcome: 'failed' },
    { outcome: 'warning', answer: 'there is no such file' },
  ])
})
