import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PLANTED_BUGS } from './planted-bugs.ts'

const ROOT = join(import.meta.dirname, '../../..')
const SEEDS = 4000

/** The simulation in a process of its own, on the controller with this one change; it ends at its first violation. */
function simulateWith(bug: (typeof PLANTED_BUGS)[number]): Promise<{ code: number | null; said: string }> {
  const hook = join(ROOT, 'scripts/plant-bug.mjs')
  const args = ['--import', hook, join(ROOT, 'scripts/simulate.ts'), '--seeds', String(SEEDS), '--first']
  const env = { ...process.env, PLANT_FILE: bug.file, PLANT_FIND: bug.find, PLANT_REPLACE: bug.replace }
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { env })
    let said = ''
    child.stdout.on('data', (text) => (said += String(text)))
    child.stderr.on('data', (text) => (said += String(text)))
    child.on('close', (code) => done({ code, said }))
  })
}

test('there are enough of them', () => {
  expect(PLANTED_BUGS.length).toBeGreaterThanOrEqual(12)
})

test.for(PLANTED_BUGS)('finds: $name', { timeout: 300_000 }, async (bug) => {
  const { code, said } = await simulateWith(bug)
  expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/^seed \d+: .*1 violations|^seed \d+: /s) })
})
