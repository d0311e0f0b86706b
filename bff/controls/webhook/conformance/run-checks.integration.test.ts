import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createUpstreamServer } from '#mocks/upstreams/upstream-server.ts'
import { createWorld } from '#mocks/world/create-world.ts'
import { CHECKS } from './checks.ts'
import { FLAWS, startReferencePlane, type Flaw, type ReferencePlane } from './reference-plane-fixture.ts'
import { printResults, runChecks, type CheckResult } from './run-checks.ts'

const SECRET = 'a secret of both sides'
const ROOT = join(import.meta.dirname, '../../../..')
let plane: ReferencePlane | undefined

afterEach(async () => {
  await plane?.stop()
  plane = undefined
})

async function resultsFor(input: { flaw?: Flaw; later?: boolean }): Promise<CheckResult[]> {
  plane = await startReferencePlane({ secret: SECRET, ...input })
  return runChecks({ url: plane.url, instance: 'edge-1', secret: SECRET, clock: { now: Date.now }, runId: 'test' })
}

function broken(results: readonly CheckResult[]): string[] {
  return results.filter(({ outcome }) => outcome === 'broken').map(({ name }) => name)
}

test.each([{ later: false }, { later: true }])(
  'a plane that keeps every promise passes (%o), and is put back',
  async (input) => {
    const results = await resultsFor(input)
    expect(results.filter(({ outcome }) => outcome !== 'kept')).toEqual([])
    expect(results).toHaveLength(CHECKS.length + 1)
    expect(plane?.weights()).toEqual({ 'us-east-1': 50, 'us-west-2': 50, 'eu-west-1': 50 })
  },
)

/** Each mistake, and the promise it is caught by. */
const CAUGHT_BY: Readonly<Record<Flaw, string>> = {
  'ignores-signature': 'refuses-unsigned',
  'ignores-age': 'refuses-old-signature',
  'looks-at-form-alone': 'refuses-wrong-signature',
  lies: 'applies-an-order',
  adds: 'applies-an-order',
  'cuts-down': 'refuses-too-much',
  'replaces-all': 'leaves-the-rest',
  'half-applies': 'refuses-unknown-segment',
  'forgets-keys': 'same-key-once',
  'ignores-content-of-keys': 'same-key-other-order',
  'wants-no-key': 'needs-a-key',
  'ignores-epoch': 'refuses-older-epoch',
  'ignores-step': 'refuses-older-step',
  'ignores-if-match': 'compares-revisions',
  'takes-zeros': 'refuses-all-zero',
  'dry-run-writes': 'dry-run-changes-nothing',
  'revision-stays': 'changes-the-revision',
  'revision-moves': 'revision-stands-still',
  'forgets-mark': 'keeps-the-mark',
  'says-no-why': 'refuses-garbage',
  'invents-instances': 'unknown-instance',
  'never-done': 'applies-an-order',
}

test.each(FLAWS)('one that %s is caught by the promise it breaks', async (flaw) => {
  const results = await resultsFor({ flaw })
  expect(broken(results)).toContain(CAUGHT_BY[flaw])
  expect(results.find(({ name }) => name === CAUGHT_BY[flaw])?.says.length).toBeGreaterThan(10)
})

test('nobody there, and another secret, are told at once', async () => {
  const results = await resultsFor({})
  expect(broken(results)).toEqual([])
  const ask = (change: object) =>
    runChecks({
      url: plane?.url ?? '',
      instance: 'edge-1',
      secret: SECRET,
      clock: { now: Date.now },
      runId: 'test',
      ...change,
    })
  expect(printResults(await ask({ secret: 'another secret' }))).toMatch(/can-be-asked.*\n.*401 .*signature is wrong/)
  expect(broken(await ask({ url: 'http://127.0.0.1:1' }))).toEqual(['can-be-asked'])
})

test('the planes of the simulated world keep every promise', async () => {
  const world = createWorld({ seed: 7, startAt: Date.UTC(2026, 10, 22, 14), stepMs: 1_000 })
  const server = createUpstreamServer({ world, now: Date.now, planeSecret: SECRET })
  try {
    const url = `http://127.0.0.1:${await server.listen(0)}/planes/edge-proxies`
    const results = await runChecks({ url, instance: 'edge-3', secret: SECRET, clock: { now: Date.now }, runId: 'w' })
    expect(results.filter(({ outcome }) => outcome === 'broken')).toEqual([])
  } finally {
    await server.close()
  }
})

test('the command prints each promise, and its exit code says whether all were kept', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-conformance-'))
  const run = (args: readonly string[], secret?: string) =>
    new Promise<{ code: number; output: string }>((resolve) => {
      const env = { ...process.env, ...(secret === undefined ? {} : { SPILLWAY_CONFORMANCE_SECRET: secret }) }
      const child = execFile(process.execPath, ['bff/conformance.ts', ...args], { cwd: ROOT, env }, (_, out, err) =>
        resolve({ code: child.exitCode ?? -1, output: out + err }),
      )
    })
  try {
    plane = await startReferencePlane({ secret: SECRET })
    const file = join(folder, 'plane.yaml')
    writeFileSync(file, `id: edge\nkind: webhook\nurl: ${plane.url}\ninstances: [edge-1]\n`)
    const kept = await run(['--plane', file], SECRET)
    expect(kept).toMatchObject({ code: 0, output: expect.stringMatching(/ok +refuses-older-epoch.*[\s\S]* 0 broken/) })
    expect(await run(['--plane', file])).toMatchObject({ code: 2, output: expect.stringMatching(/holds the secret/) })
    await plane.stop()
    plane = await startReferencePlane({ secret: SECRET, flaw: 'ignores-epoch' })
    const args = ['--url', plane.url, '--instance', 'edge-1']
    expect(await run(args, SECRET)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/BROKEN +refuses-older-epoch/),
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
