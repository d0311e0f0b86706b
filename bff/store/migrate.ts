import { sql, type Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { MIGRATIONS } from './migrations/migrations.ts'
import type { Schema } from './schema.ts'
import { StoreError } from './store-error.ts'

/** Applies what is missing, all of it or nothing; the names of what was applied. */
export async function migrateToLatest(db: Kysely<Schema>): Promise<string[]> {
  await refuseNewerSchema(db)
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
  return (results ?? []).map((result) => result.migrationName)
}

async function refuseNewerSchema(db: Kysely<Schema>): Promise<void> {
  const tables = await sql`select 1 from sqlite_master where type = 'table' and name = 'kysely_migration'`.execute(db)
  if (tables.rows.length === 0) return
  const applied = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  const unknown = applied.rows.find(({ name }) => !Object.hasOwn(MIGRATIONS, name))
  if (unknown !== undefined) throw new StoreError('newer_schema', unknown.name)
}
