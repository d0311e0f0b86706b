import Database from 'better-sqlite3'
import { closeSync, existsSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '#bff/clock.ts'
import { recordNumbered } from './numbered-entry-fixture.ts'
import { openStore } from './open-store.ts'
import { DATABASE_FILE, OWNER_FILE } from './sqlite-protocol.ts'
import { openTestStore, testDirectory } from './store-fixture.ts'

async function filledDirectory(entries: number = 50): Promise<string> {
  const directory = testDirectory()
  const store = await openStore({ directory, clock: systemClock })
  for (let number = 1; number <= entries; number++) await recordNumbered(store, number)
  await store.close()
  return directory
}

/** The sentence of the refusal; the file must be as it was. */
async function refusalOf(directory: string): Promise<string> {
  const file = join(directory, DATABASE_FILE)
  const before = readFileSync(file)
  const error = await openStore({ directory, clock: systemClock }).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ name: 'Failure', code: 'unavailable' })
  expect(readFileSync(file).equals(before), 'the file was touched').toBe(true)
  return error instanceof Error ? error.message : ''
}

test('makes its directory for this user alone, and a second opening finds what the first wrote', async () => {
  const directory = join(testDirectory(), 'a', 'b')
  const first = await openStore({ directory, clock: systemClock })
  expect(statSync(directory).mode & 0o777).toBe(0o700)
  await recordNumbered(first, 1)
  await first.close()
  expect(existsSync(join(directory, `${DATABASE_FILE}-wal`))).toBe(false)
  expect(existsSync(join(directory, OWNER_FILE))).toBe(false)
  const second = await openTestStore({ directory })
  expect(await second.positions.get('view-1')).toBeDefined()
})

test('the engine is set to lose nothing', async () => {
  const directory = await filledDirectory(1)
  const database = new Database(join(directory, DATABASE_FILE), { readonly: true })
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
  const tables = database.prepare("select name, strict from pragma_table_list where schema = 'main'").all()
  database.close()
  // Kysely's own tables and SQLite's are not ours to make strict.
  const ours = tables.filter((table) => !/^(sqlite|kysely)_/.test(Object(table).name))
  expect(ours.length).toBeGreaterThanOrEqual(12)
  expect(ours.filter((table) => Object(table).strict !== 1)).toEqual([])
})

test('a second opener in the same process is refused', async () => {
  const store = await openTestStore()
  const second = openStore({ directory: store.directory, clock: systemClock })
  await expect(second).rejects.toThrow(`in use by process ${process.pid} on this machine`)
  expect(await store.check()).toMatchObject({ holds: true })
})

test('the note of an owner that is gone keeps nobody out, whatever it says', async () => {
  const directory = await filledDirectory(1)
  for (const note of ['{"pid":1,"host":"elsewhere","startedAt":0}', '', 'not JSON']) {
    writeFileSync(join(directory, OWNER_FILE), note)
    const store = await openStore({ directory, clock: systemClock })
    expect(await store.positions.get('view-1')).toBeDefined()
    await store.close()
  }
})

test('a store of a newer version is refused by name', async () => {
  const directory = await filledDirectory()
  const database = new Database(join(directory, DATABASE_FILE))
  database.exec("insert into kysely_migration values ('0999-from-the-future', '2030-01-01')")
  database.close()
  expect(await refusalOf(directory)).toMatch(/written by a newer Spillway \(it knows "0999-from-the-future"\)/)
})

test('a damaged page, a damaged header and a cut-off file are refused and left as they are', async () => {
  const pageBytes = 4_096
  const damages: [string, (file: string) => void][] = [
    ['header', (file) => overwrite(file, 0, pageBytes)],
    ['pages', (file) => overwrite(file, pageBytes, 5 * pageBytes)],
    ['cut off', (file) => writeFileSync(file, readFileSync(file).subarray(0, 3 * pageBytes))],
    ['text', (file) => writeFileSync(file, 'this is no database, but it is long enough to look at '.repeat(200))],
  ]
  for (const [name, damage] of damages) {
    const directory = await filledDirectory()
    damage(join(directory, DATABASE_FILE))
    expect(await refusalOf(directory), name).toMatch(/is damaged \(.+\); it was left untouched/)
  }
})

test('a database of another program is refused and left as it is', async () => {
  const directory = testDirectory()
  const database = new Database(join(directory, DATABASE_FILE))
  database.exec('create table theirs (a)')
  database.close()
  expect(await refusalOf(directory)).toMatch(/is a database of another program/)
})

test('a directory that cannot be made or written is said in one sentence', async () => {
  const file = join(testDirectory(), 'file')
  writeFileSync(file, '')
  const opened = [join(file, 'below-a-file'), file, '/proc/spillway'].map((directory) =>
    openStore({ directory, clock: systemClock }).catch((reason: unknown) => reason),
  )
  for (const error of await Promise.all(opened)) {
    expect(error).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/cannot be (made|written) \(\w+/),
    })
  }
})

test('when the store is full: one sentence, what was acknowledged stays, and with room it goes on', async () => {
  const directory = testDirectory()
  const small = await openStore({ directory, clock: systemClock, maxBytes: 300_000 })
  let acknowledged = 0
  const error = await (async () => {
    for (;;) {
      await recordNumbered(small, acknowledged + 1)
      acknowledged += 1
    }
  })().catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'unavailable', message: expect.stringMatching(/cannot grow: .* full/) })
  expect(acknowledged).toBeGreaterThan(10)
  expect(await small.positions.get(`view-${acknowledged}`)).toBeDefined()
  expect(await small.verifyAudit()).toMatchObject({ intact: true, rows: acknowledged })
  await small.close()

  const roomy = await openTestStore({ directory })
  expect(await roomy.verifyAudit()).toMatchObject({ intact: true, rows: acknowledged })
  await recordNumbered(roomy, acknowledged + 1)
})

test('closing waits for what was asked before, and afterwards every question is refused', async () => {
  const directory = testDirectory()
  const store = await openStore({ directory, clock: systemClock })
  const writes = Array.from({ length: 20 }, (_, number) => recordNumbered(store, number))
  const closed = store.close()
  expect(store.close()).toBe(closed)
  await Promise.all([...writes, closed])
  await expect(store.positions.get('view-1')).rejects.toMatchObject({ code: 'unavailable' })
  const again = await openTestStore({ directory })
  expect(await again.verifyAudit()).toMatchObject({ intact: true, rows: 20 })
})

test('a broken audit log is said at opening, and does not keep the console down', async () => {
  const directory = await filledDirectory()
  const database = new Database(join(directory, DATABASE_FILE))
  database.exec("drop trigger audit_no_update; update audit set actor = 'somebody else' where seq = 7")
  database.close()
  const said: string[] = []
  const store = await openStore({
    directory,
    clock: systemClock,
    log: { info() {}, error: (_, text) => said.push(text) },
  })
  await store.close()
  expect(said).toEqual(['the audit log is broken: row 7 was changed after it was written'])
})

function overwrite(file: string, from: number, bytes: number): void {
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(bytes, 0xa5), 0, bytes, from)
  closeSync(handle)
}
