import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqlite } from './open-sqlite.ts'
import { DATABASE_FILE } from './sqlite-protocol.ts'
import { testDirectory } from './store-fixture.ts'

test('the engine is set so that what is committed is on the disk, and nobody else may read the file', () => {
  const directory = testDirectory()
  const sqlite = openSqlite({ directory, maxBytes: 2 ** 20 })
  const told = (name: string) => Object.values(Object(sqlite.execute(`pragma ${name}`, []).rows[0]))[0]
  expect(told('journal_mode')).toBe('wal')
  // 2 is FULL: an fsync with each commit.
  expect(told('synchronous')).toBe(2)
  expect(told('foreign_keys')).toBe(1)
  expect(told('busy_timeout')).toBe(5_000)
  expect(told('mmap_size')).toBe(0)
  expect(told('max_page_count')).toBe(256)
  expect(statSync(join(directory, DATABASE_FILE)).mode & 0o777).toBe(0o600)
  sqlite.close()
})
