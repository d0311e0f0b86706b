import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createUlids } from '#bff/ulid.ts'
import { bothPlanes } from '#bff/evacuation/planner/situation-fixture.ts'
import { testDirectory } from '#bff/store/store-fixture.ts'
import { createRunStore } from '../keep-runs.ts'
import { createStanding } from './create-standing.ts'
import { someone, standingFixture } from './standing-fixture.ts'

async function bookIn(directory: string) {
  const world = await standingFixture()
  const { store, clock, planning, planes, settings } = world
  const faults: string[] = []
  const book = createStanding({
    store,
    clock,
    planning,
    planes,
    settings,
    directory,
    timers: { setTimeout: () => null, clearTimeout: () => {} },
    random: () => 0,
    newUlid: createUlids({ clock }),
    runs: createRunStore({ store, clock }),
    planesByHand: () => bothPlanes().map((plane) => ({ ...plane, byHand: () => 'true', readByHand: () => 'true' })),
    regions: () => ['use1', 'usw2', 'euw1'],
    hasControls: true,
    onFault: (_, what) => faults.push(what),
  })
  return { ...world, book, faults }
}

test('a refresh writes a runbook for each, an approval writes them anew, and no version moves by that', async () => {
  const directory = join(testDirectory(), 'runbooks')
  const { book, ctx, key, now, hashes, adopt, clock } = await bookIn(directory)
  const plans = await book.refresh(ctx(someone('ada')))
  expect(readdirSync(directory).toSorted()).toEqual(plans.plans.map(({ runbook }) => runbook?.file).toSorted())
  await adopt()
  clock.set(clock.now() + 1_000)
  const { version } = await now()
  const act = { verb: 'approve', version, planHash: (await hashes()).candidate } as const
  await book.act({ ctx: ctx(someone('ben')), key, act })
  const after = await now()
  expect(after.version).toBe(version + 1)
  expect(readFileSync(join(directory, after.runbook?.file ?? ''), 'utf8')).toContain('# Approved by local:ben')
  expect(readdirSync(directory)).toHaveLength(6)
})

test('a directory that cannot be written is said, and undoes nothing', async () => {
  const directory = join(testDirectory(), 'taken')
  writeFileSync(directory, '')
  const { book, ctx, faults } = await bookIn(directory)
  const plans = await book.refresh(ctx(someone('ada')))
  expect(plans.problem).toMatch(/could not be written/)
  expect(plans.plans.map(({ state, runbook }) => [state, runbook])).toEqual(Array(6).fill(['unadopted', null]))
  expect(faults).toEqual(['the runbooks could not be written'])
})

test('a viewer does not make plans anew', async () => {
  const { book, ctx } = await bookIn(testDirectory())
  await expect(book.refresh(ctx(someone('vic', { roles: ['viewer'] })))).rejects.toMatchObject({ code: 'forbidden' })
})
