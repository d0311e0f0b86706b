import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it, test } from 'vitest'
import { draft, sealed } from './plan-fixture.ts'
import { bothPlanes } from './situation-fixture.ts'
import { writeRunbook, type PlaneByHand } from './write-runbook.ts'

const directory = mkdtempSync(join(tmpdir(), 'spillway-runbook-'))
const file = join(directory, 'evacuate.sh')
const log = join(directory, 'log')
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const planes = bothPlanes().map((plane): PlaneByHand => ({
  ...plane,
  byHand: ({ instance, splits }) =>
    `printf '%s\\n' '${plane.descriptor.id} ${instance} ${JSON.stringify(splits)}' "$EDGE_SECRET" >> ${log}`,
  readByHand: (instance) => `echo read ${plane.descriptor.id} ${instance} >> ${log}`,
}))
const stores = [
  { store: 'licences', class: 'single-primary', primary: 'use1', regions: ['use1', 'euw1'], lagMs: 42_000 } as const,
]
const plan = sealed(draft({ stores }))

function run(script: string, args: readonly string[], input = '\n'.repeat(50)) {
  writeFileSync(file, script)
  rmSync(log, { force: true })
  const env = { PATH: `${directory}:/usr/bin:/bin`, EDGE_SECRET: 'hush' }
  return spawnSync('sh', [file, ...args], { input, env, encoding: 'utf8', timeout: 20_000 })
}
const written = () => readFileSync(log, 'utf8').trim().split('\n')

describe('the printed runbook', () => {
  const script = writeRunbook(plan, planes)
  test('lists its steps without touching anything', () => {
    const { stdout, status } = run(script, [])
    expect(status).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(plan.steps.length)
    expect(written).toThrow('ENOENT')
  })
  test('does one step: writes, then reads back', () => {
    const index = plan.steps.findIndex(({ kind }) => kind === 'shift')
    writeFileSync(join(directory, 'sleep'), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
    expect(run(script, ['do', String(index + 1)]).status).toBe(0)
    const step = plan.steps[index]
    const wanted = step?.kind === 'shift' ? step.splits[0]?.wanted : null
    expect(written()).toEqual([
      `edge-proxies one ${JSON.stringify([{ segment: 'all', weights: wanted }])}`,
      'hush',
      'read edge-proxies one',
    ])
  })
  test('leads back over a step to what was before it', () => {
    const index = plan.steps.findIndex(({ kind }) => kind === 'shift')
    expect(run(script, ['undo', String(index + 1)]).status).toBe(0)
    expect(written()[0]).toContain('"use1":40')
  })
  test('goes to the end from any step, and asks before each', () => {
    const { status, stdout } = run(script, ['from', '1'])
    expect(status).toBe(0)
    expect(stdout).toContain('promote licences in euw1')
    expect(
      written()
        .filter((line) => line.startsWith('public-dns'))
        .at(-1),
    ).toContain('"use1":0')
  })
  test('stops where nobody answers', () => {
    expect(run(script, ['from', '1'], '').status).not.toBe(0)
    expect(written).toThrow('ENOENT')
  })
  test('asks for secrets before anything is written', () => {
    writeFileSync(file, script)
    const { status, stderr } = spawnSync('sh', [file, 'do', '3'], { env: { PATH: '/usr/bin:/bin' }, encoding: 'utf8' })
    expect(status).not.toBe(0)
    expect(stderr).toContain('EDGE_SECRET')
  })
  test('a step that is none is refused', () => expect(run(script, ['do', '99']).status).toBe(2))
})

it('is valid shell and runs nothing of what people wrote, whatever they wrote', () => {
  const attacks = [
    `'; touch ${log} #`,
    `\n touch ${log}\n`,
    `$(touch ${log})`,
    `\`touch ${log}\``,
    `\u2028touch ${log}`,
  ]
  const evil = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(evil, evil, (reason, title) => {
      const steps = plan.steps.map((step) =>
        step.kind === 'hook' ? { ...step, title, does: title } : { ...step, title },
      )
      const script = writeRunbook({ ...plan, reason, steps }, planes)
      writeFileSync(file, script)
      expect(spawnSync('sh', ['-n', file], { encoding: 'utf8' }).stderr).toBe('')
      expect(run(script, []).status).toBe(0)
      expect(written).toThrow('ENOENT')
    }),
    { numRuns: 15, examples: attacks.map((attack): [string, string] => [attack, attack]) },
  )
})

test.skipIf(spawnSync('shellcheck', ['--version']).status !== 0)('shellcheck has nothing to say', () => {
  writeFileSync(file, writeRunbook(plan, planes))
  expect(spawnSync('shellcheck', ['-s', 'sh', file], { encoding: 'utf8' }).stdout).toBe('')
})
