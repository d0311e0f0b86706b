import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bothPlanes } from '#bff/evacuation/planner/situation-fixture.ts'
import type { PlaneByHand } from '#bff/evacuation/planner/write-runbook.ts'
import { testDirectory } from '#bff/store/store-fixture.ts'
import { exportRunbooks, runbookOf } from './export-runbooks.ts'
import { standingFixture } from './standing-fixture.ts'

const planes = bothPlanes().map((plane): PlaneByHand => ({
  ...plane,
  byHand: ({ instance, splits }) => `echo ${instance} ${JSON.stringify(JSON.stringify(splits))}`,
  readByHand: (instance) => `echo reads ${instance}`,
}))

test('what is not approved says so; what is, by whom and until when; and either is a script', async () => {
  const { refresh, adopt, approve, now, clock } = await standingFixture()
  await refresh()
  const before = runbookOf(await now(), planes, clock.now())
  expect(before?.file).toBe('use1.edge-alive.2026-11-22T140000Z.sh')
  expect(before?.text).toMatch(/^#!\/bin\/sh\n# Written ahead of time, 2026-11-22T14:00:00\.000Z/)
  expect(before?.text).toContain('# NOT APPROVED (unadopted)')
  await adopt()
  await approve()
  const after = runbookOf(await now(), planes, clock.now())
  expect(after?.text).toMatch(/# Approved by local:ben on 2026-11-22T14:00:00\.000Z, until 2026-12-22T14/)
  expect(after?.text).toContain((await now()).approved?.hash)
  const said = spawnSync('sh', ['-s', 'list'], { input: after?.text ?? '', encoding: 'utf8' })
  expect([said.status, said.stderr]).toEqual([0, ''])
  expect(said.stdout.split('\n').filter((line) => line !== '')).toHaveLength(
    (await now()).approved?.steps.length ?? NaN,
  )
})

test('a plan that is no longer what would be done gives way to the one that is, and says that nobody approved it', async () => {
  const { refresh, adopt, approve, becomes, now, clock } = await standingFixture()
  await refresh()
  await adopt()
  await approve()
  becomes({ planes: bothPlanes().slice(0, 1) })
  await refresh()
  const standing = await now()
  const text = runbookOf(standing, planes, clock.now())?.text
  expect(text).toContain('# NOT APPROVED (outside)')
  expect(text).toContain(standing.fresh?.plan?.hash)
})

test('the newest of each is kept, whole; what is not ours stays', async () => {
  const directory = join(testDirectory(), 'runbooks')
  const first = '2026-11-22T030000Z.sh'
  const second = '2026-11-23T030000Z.sh'
  await exportRunbooks(directory, [
    { file: `us.edge-alive.${first}`, text: 'one' },
    { file: `us.edge-alive.edge-alive.${first}`, text: 'two' },
  ])
  writeFileSync(join(directory, 'notes.txt'), 'of the people on call')
  await exportRunbooks(directory, [{ file: `us.edge-alive.${second}`, text: 'three' }])
  expect(readdirSync(directory).toSorted()).toEqual([
    'notes.txt',
    `us.edge-alive.${second}`,
    `us.edge-alive.edge-alive.${first}`,
  ])
  expect(readFileSync(join(directory, `us.edge-alive.${second}`), 'utf8')).toBe('three')
  expect(statSync(join(directory, `us.edge-alive.${second}`)).mode & 0o077).toBe(0)
})

test('a directory that cannot be written fails, and leaves what there was', async () => {
  const directory = testDirectory()
  writeFileSync(join(directory, 'taken'), '')
  await expect(exportRunbooks(join(directory, 'taken'), [{ file: 'x', text: '' }])).rejects.toThrow()
})
