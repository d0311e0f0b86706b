import { expressionBuilder, type Kysely } from 'kysely'
import type { ChangeRow, ChangeScopeRow, Schema } from './schema.ts'

export interface ChangesFilter {
  /** Changes that were under way or happened at or after this instant. */
  from?: number | undefined
  /** … and began before this one. */
  to?: number | undefined
  /** Changes that name this region, or none at all: those concern every region. */
  region?: string | undefined
  service?: string | undefined
  limit: number
}

export interface ChangesTable {
  byExternalId(origin: string, externalId: string): Promise<ChangeRow | undefined>
  /** Writes the row, and what it names; a row of the same id is replaced. */
  put(row: ChangeRow, scopes: readonly Omit<ChangeScopeRow, 'change_id'>[]): Promise<void>
  /** Newest first. */
  list(filter: ChangesFilter): Promise<ChangeRow[]>
}

export function changesTable(db: Kysely<Schema>): ChangesTable {
  return {
    byExternalId: (origin, externalId) =>
      db
        .selectFrom('changes')
        .selectAll()
        .where('origin', '=', origin)
        .where('external_id', '=', externalId)
        .executeTakeFirst(),

    async put(row, scopes) {
      await db
        .insertInto('changes')
        .values(row)
        .onConflict((on) => on.column('id').doUpdateSet(row))
        .execute()
      await db.deleteFrom('change_scopes').where('change_id', '=', row.id).execute()
      if (scopes.length === 0) return
      await db
        .insertInto('change_scopes')
        .values(scopes.map((scope) => ({ change_id: row.id, ...scope })))
        .onConflict((on) => on.doNothing())
        .execute()
    },

    list(filter) {
      let query = db.selectFrom('changes').selectAll('changes')
      const { from, to } = filter
      if (from !== undefined) {
        query = query.where((is) => is.or([is('started_at', '>=', from), is('ended_at', '>=', from)]))
      }
      if (to !== undefined) query = query.where('started_at', '<', to)
      if (filter.region !== undefined) query = query.where(concerns('region', filter.region))
      if (filter.service !== undefined) query = query.where(concerns('service', filter.service))
      return query.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(filter.limit).execute()
    },
  }
}

function concerns(scope: ChangeScopeRow['scope'], name: string) {
  const is = expressionBuilder<Schema, 'changes'>()
  const named = is
    .selectFrom('change_scopes')
    .select('name')
    .whereRef('change_scopes.change_id', '=', 'changes.id')
    .where('scope', '=', scope)
  return is.or([is.not(is.exists(named)), is.exists(named.where('name', '=', name))])
}
