import { spawn } from 'node:child_process'
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Plan } from '#contract/evacuation/plan.ts'
import { findProgram } from '#bff/controls/child-fixture.ts'
import { writeRunbook } from '#bff/evacuation/planner/write-runbook.ts'
import { EAST, startHaproxyScene, type HaproxyScene } from './haproxy-scene-fixture.ts'

// Patience for a busy machine; none of it is measured.
vi.setConfig({ testTimeout: 120_000 })

let scene: HaproxyScene
let directory: string

const isMissing = findProgram('haproxy', 'haproxy') === undefined || findProgram('socat', 'socat') === undefined
const PACE = { holdMs: 500, mostRise: 1 }

describe.skipIf(isMissing)('the printed runbook', () => {
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'spillway-by-hand-'))
    scene = await startHaproxyScene({
      planning: {
        paces: {
          emergency: { ...PACE, stages: [0.25, 0.5, 0.75, 1] },
          drill: { ...PACE, stages: [1] },
          failback: { ...PACE, stages: [1] },
        },
      },
    })
  })
  afterEach(async () => {
    await scene.stop()
    rmSync(directory, { recursive: true, force: true })
  })

  test('finishes by hand on real proxies what Spillway left half done, and leads back over a step', async () => {
    const load = scene.rig.load(12)
    const plan = await scene.evacuation(EAST)
    // Printed in daylight: it knows nothing of how far the run will come.
    const runbook = join(directory, 'evacuate.sh')
    const [plane] = await scene.planes()
    if (plane === undefined) throw new Error('no plane was read')
    const { byHand, readByHand } = scene.control
    writeFileSync(runbook, writeRunbook(plan, [{ ...plane, byHand, readByHand }]))

    await scene.start(plan)
    const half = await scene.runWhen(plan.id, 'two steps are behind it', ({ stepsDone }) => stepsDone.length >= 2)
    // Spillway is gone; users do not notice.
    await scene.close()
    const step = half.step + 1
    expect(step).toBeGreaterThan(2)

    const done = await sh(runbook, ['from', String(step)])
    expect(done).toMatchObject({ status: 0, said: expect.not.stringMatching(/did not answer well|could not be read/) })
    expect(await scene.weights()).toEqual(Array.from({ length: 3 }, () => wantedAt(plan, 'last')))
    expect((await load.observe(600))[EAST]).toBeUndefined()

    const last = plan.steps.findLastIndex(({ kind }) => kind === 'shift')
    expect(await sh(runbook, ['undo', String(last + 1)])).toMatchObject({ status: 0 })
    expect(await scene.weights()).toEqual(Array.from({ length: 3 }, () => wantedAt(plan, 'one before')))
    expect(await load.stop()).toMatchObject({ failed: 0, firstFailure: null })
  })
})

function wantedAt({ steps }: Plan, which: 'last' | 'one before'): Readonly<Record<string, number>> | undefined {
  const shifts = steps.flatMap((step) => (step.kind === 'shift' ? [step] : []))
  return shifts.at(which === 'last' ? -1 : -2)?.splits[0]?.wanted
}

/** Whoever is asked says yes to everything. */
function sh(file: string, args: readonly string[]): Promise<{ status: number | null; said: string }> {
  const child = spawn('sh', [file, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const pieces: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => pieces.push(text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => pieces.push(text))
  child.stdin.on('error', () => {})
  child.stdin.end('\n'.repeat(200))
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, said: pieces.join('') })))
}
