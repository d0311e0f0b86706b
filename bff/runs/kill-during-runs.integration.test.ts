import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { FINAL_PHASES, Run, type LedgerEntry } from '#contract/evacuation/run.ts'
import { DATABASE_FILE } from '#bff/store/sqlite-protocol.ts'
import { verifyAuditOf } from '#bff/store/verify-audit.ts'
import { openEvacuationGround, type EvacuationGround } from './evacuation-ground-fixture.ts'

/**
 * The server is killed in the middle of runs, at any moment, and started again over the same store and the same planes.
 * Four rounds; as many as SPILLWAY_KILL_ROUNDS says where somebody wants more: `npm run test:kill` makes it 25.
 */
const ROUNDS = z.coerce
  .number()
  .int()
  .min(1)
  .parse(process.env['SPILLWAY_KILL_ROUNDS'] ?? '4')
const ROUND_LIMIT_MS = 90_000
const LONGEST_LIFE_MS = 4_000
/** Orders on their way when the server died may still arrive within this. */
const ARRIVES_WITHIN_MS = 500
/** Long enough for several looks of a server that would write by itself. */
const WATCHED_MS = 1_500

let ground: EvacuationGround
beforeAll(async () => {
  ground = await openEvacuationGround()
}, 240_000)
afterAll(() => ground.stop(), 60_000)

test(
  `killed ${ROUNDS} times: nothing acknowledged is lost, nothing is written before a click, and it goes on to its end`,
  async () => {
    const { people, server, world } = ground
    let run = await ground.begin()
    let resumed = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      await pause(Math.random() * LONGEST_LIFE_MS)
      const acknowledged = await people.run(run.id)
      await server.kill()
      await pause(ARRIVES_WITHIN_MS)
      const orders = await world.orders()
      await expectStoreWhole(server.directory, acknowledged)

      await server.start()
      const after = await ground.runWhen(run.id, 'standing still', ({ phase }) => STANDS.includes(phase))
      await pause(WATCHED_MS)
      expect(await world.orders()).toBe(orders)
      expect(after.events.slice(0, acknowledged.events.length)).toEqual(acknowledged.events)
      expect(after.stepsDone.slice(0, acknowledged.stepsDone.length)).toEqual(acknowledged.stepsDone)
      await expectClassified(after)

      await people.signIn('Ada')
      if (after.phase === 'paused') {
        expect(after.pause?.why).not.toBe('')
        await ground.click(run.id)
        resumed += 1
      } else run = await ground.begin(after.phase === 'evacuated' ? { failbackOf: run.id } : undefined)
    }
    expect(resumed).toBeGreaterThan(0)
    const { plan } = run
    await ground.goOn(run.id, plan.direction === 'evacuate' ? 'evacuated' : 'restored')
    expect((await verifyAuditOf(server.directory)).intact).toBe(true)
  },
  ROUNDS * ROUND_LIMIT_MS + 240_000,
)

const STANDS: readonly Run['phase'][] = ['paused', 'evacuated', ...FINAL_PHASES]

/** As it lies there, before any server has looked at it again. */
async function expectStoreWhole(directory: string, acknowledged: Run): Promise<void> {
  expect(await verifyAuditOf(directory)).toMatchObject({ intact: true })
  const database = new Database(join(directory, DATABASE_FILE), { readonly: true })
  try {
    const { document } = z
      .object({ document: z.string() })
      .parse(database.prepare('select document from evacuations where id = ?').get(acknowledged.id))
    const stored = Run.parse(JSON.parse(document))
    expect(stored.version).toBeGreaterThanOrEqual(acknowledged.version)
    const { rows } = z
      .object({ rows: z.number() })
      .parse(
        database
          .prepare("select count(*) as rows from audit where subject = ? and action <> 'evacuation.act-refused'")
          .get(acknowledged.id),
      )
    // A line of the timeline and its row of the audit are written together, or neither.
    expect(rows).toBe(stored.events.length)
  } finally {
    database.close()
  }
}

/** What the run believes of an instance is what it says. */
async function expectClassified(run: Run): Promise<void> {
  const newest = new Map<string, LedgerEntry>()
  for (const entry of run.ledger) newest.set(`${entry.plane}/${entry.instance}/${entry.segment}`, entry)
  for (const { plane, instance, weights, state } of newest.values()) {
    expect(['intended', 'unknown'], `${plane}/${instance}`).not.toContain(state)
    if (state === 'confirmed') expect(await ground.world.weights(plane, instance)).toMatchObject(weights)
  }
  for (const state of run.planes) {
    expect(state.kind).toBe('read')
    if (state.kind !== 'read') continue
    const { instance, segments } = state.reading
    expect(await ground.world.weights(state.plane, instance)).toMatchObject(segments[0]?.weights ?? {})
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
