import Database from 'better-sqlite3'
import fc from 'fast-check'
import { execFile } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { FIRST_PREVIOUS_HASH, hashOfAuditRow } from './audit-chain.ts'
import { recordNumbered } from './numbered-entry-fixture.ts'
import type { AuditRow } from './schema.ts'
import { DATABASE_FILE } from './sqlite-protocol.ts'
import { openTestStore, testDirectory } from './store-fixture.ts'
import { verifyAuditOf } from './verify-audit.ts'

const ROWS = 30
const TAMPERINGS = 200
const TEXT_COLUMNS = ['actor', 'action', 'subject', 'detail', 'request_id', 'prev_hash', 'hash'] as const

/** A closed store with so many rows in its audit log. */
async function loggedDirectory(): Promise<string> {
  const store = await openTestStore()
  for (let number = 1; number <= ROWS; number++) await recordNumbered(store, number)
  await store.close()
  return store.directory
}

type Tampering = (database: Database.Database) => void

const anySeq = fc.integer({ min: 1, max: ROWS })

/** What somebody with the file in hand might do; each really changes something. */
const anyTampering: fc.Arbitrary<[string, Tampering]> = fc.oneof(
  fc
    .tuple(anySeq, fc.constantFrom(...TEXT_COLUMNS), fc.nat())
    .map(([seq, column, at]): [string, Tampering] => [
      `change ${column} of ${seq}`,
      (on) => changeText(on, seq, column, at),
    ]),
  fc
    .tuple(anySeq, fc.integer({ min: 1, max: 1_000_000 }))
    .map(([seq, by]): [string, Tampering] => [
      `move ${seq} in time`,
      (on) => on.prepare('update audit set at = at + ? where seq = ?').run(by, seq),
    ]),
  anySeq.map((seq): [string, Tampering] => [
    `remove ${seq}`,
    (on) => on.prepare('delete from audit where seq = ?').run(seq),
  ]),
  anySeq.map((seq): [string, Tampering] => [
    `cut off from ${seq}`,
    (on) => on.prepare('delete from audit where seq >= ?').run(seq),
  ]),
  anySeq.map((seq): [string, Tampering] => [
    `remove ${seq} and close the gap`,
    (on) => {
      on.prepare('delete from audit where seq = ?').run(seq)
      on.prepare('update audit set seq = -(seq - 1) where seq > ?').run(seq)
      on.prepare('update audit set seq = -seq where seq < 0').run()
    },
  ]),
  fc
    .tuple(anySeq, anySeq)
    .filter(([one, other]) => one !== other)
    .map(([one, other]): [string, Tampering] => [`swap ${one} and ${other}`, (on) => swap(on, one, other)]),
  fc
    .tuple(anySeq, fc.string({ minLength: 1, maxLength: 20 }))
    .map(([seq, actor]): [string, Tampering] => [
      `forge ${seq} with a hash that fits`,
      (on) => forge(on, seq, `x${actor}`),
    ]),
  fc.constant<[string, Tampering]>(['add a row at the end', addRow]),
  fc.constant<[string, Tampering]>(['remove the head', (on) => on.exec('delete from audit_head')]),
  fc
    .integer({ min: 0, max: ROWS - 1 })
    .map((seq): [string, Tampering] => [
      `set the head back to ${seq}`,
      (on) => on.prepare('update audit_head set seq = ?').run(seq),
    ]),
)

/** Chance may pass these by: at the ends of the chain, only one of the checks stands in the way. */
const HARDEST: [string, Tampering][] = [
  [`forge ${ROWS}, the newest, with a hash that fits`, (on) => forge(on, ROWS, 'x')],
  ['remove the newest', (on) => on.prepare('delete from audit where seq = ?').run(ROWS)],
  ['remove all', (on) => on.exec('delete from audit')],
  ['remove the oldest', (on) => on.exec('delete from audit where seq = 1')],
]

function changeText(database: Database.Database, seq: number, column: string, at: number): void {
  const text = String(database.prepare(`select ${column} from audit where seq = ?`).pluck().get(seq))
  const place = text.length === 0 ? 0 : at % text.length
  const other = text[place] === '0' ? '1' : '0'
  const changed = text.slice(0, place) + other + text.slice(place + 1)
  database.prepare(`update audit set ${column} = ? where seq = ?`).run(changed, seq)
}

function swap(database: Database.Database, one: number, other: number): void {
  const move = database.prepare('update audit set seq = ? where seq = ?')
  move.run(-1, one)
  move.run(one, other)
  move.run(other, -1)
}

function forge(database: Database.Database, seq: number, actor: string): void {
  const row = database.prepare<[number], AuditRow>('select * from audit where seq = ?').get(seq)
  if (row === undefined) throw new Error(`no row ${seq}`)
  const { hash: _, ...content } = { ...row, actor }
  database.prepare('update audit set actor = ?, hash = ? where seq = ?').run(actor, hashOfAuditRow(content), seq)
}

function addRow(database: Database.Database): void {
  database.exec(`insert into audit select seq + 1, at, actor, action, subject, detail, request_id, hash, prev_hash
    from audit order by seq desc limit 1`)
}

test(`${TAMPERINGS} random tamperings with the file are all found`, { timeout: 60_000 }, async () => {
  const original = join(await loggedDirectory(), DATABASE_FILE)
  const directory = testDirectory()
  const copy = join(directory, DATABASE_FILE)
  const kinds = new Set<string>()
  await fc.assert(
    fc.asyncProperty(anyTampering, async ([name, tamper]) => {
      copyFileSync(original, copy)
      expect(await verifyAuditOf(directory)).toMatchObject({ intact: true, rows: ROWS })
      const database = new Database(copy)
      for (const trigger of ['no_update', 'no_delete', 'continues', 'moves_head']) {
        database.exec(`drop trigger audit_${trigger}`)
      }
      tamper(database)
      database.close()
      kinds.add(name.replace(/\d+/g, 'n'))
      expect(await verifyAuditOf(directory), name).toMatchObject({ intact: false })
    }),
    { numRuns: TAMPERINGS, examples: HARDEST.map((tampering) => [tampering]) },
  )
  expect(kinds.size).toBeGreaterThan(10)
})

test('through SQL alone, rows can neither be changed nor removed nor replaced nor put out of turn', async () => {
  const directory = await loggedDirectory()
  const database = new Database(join(directory, DATABASE_FILE))
  const columns = 'at, actor, action, subject, detail, request_id'
  const hashes = `'${FIRST_PREVIOUS_HASH}', '${FIRST_PREVIOUS_HASH}'`
  for (const [attempt, refusal] of [
    ["update audit set actor = 'x' where seq = 3", 'append-only'],
    ['delete from audit', 'append-only'],
    [`insert or replace into audit select 3, ${columns}, ${hashes} from audit where seq = 3`, 'does not continue'],
    [`insert into audit select 99, ${columns}, ${hashes} from audit where seq = 3`, 'does not continue'],
    [`insert into audit select ${ROWS + 1}, ${columns}, ${hashes} from audit where seq = 3`, 'does not continue'],
  ] as const) {
    expect(() => database.exec(attempt), attempt).toThrow(refusal)
  }
  database.close()
  expect(await verifyAuditOf(directory)).toMatchObject({ intact: true, rows: ROWS })
})

test('the command says it in words, while the store is in use, and by its exit code', { timeout: 30_000 }, async () => {
  const store = await openTestStore()
  await recordNumbered(store, 1)
  const run = promisify(execFile)
  const program = fileURLToPath(new URL('./verify-audit.ts', import.meta.url))
  const { stdout } = await run(process.execPath, [program, store.directory])
  expect(stdout).toMatch(/^The audit log is intact: 1 rows; the newest has the hash [0-9a-f]{64}\.\n$/)
  await store.close()

  const database = new Database(join(store.directory, DATABASE_FILE))
  database.exec("drop trigger audit_no_update; update audit set detail = '{}'")
  database.close()
  await expect(run(process.execPath, [program, store.directory])).rejects.toMatchObject({
    code: 1,
    stdout: 'The audit log is BROKEN after row 0: row 1 was changed after it was written.\n',
  })
  await expect(run(process.execPath, [program, join(store.directory, 'none')])).rejects.toMatchObject({ code: 2 })
})
