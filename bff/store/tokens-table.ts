import type { Kysely } from 'kysely'
import type { TokenRow } from './access-schema.ts'
import type { Schema } from './schema.ts'

export interface TokensTable {
  get(id: string): Promise<TokenRow | undefined>
  bySecret(secretHash: string): Promise<TokenRow | undefined>
  /** Newest first. */
  list(): Promise<TokenRow[]>
  add(row: TokenRow): Promise<void>
  update(id: string, change: Pick<TokenRow, 'last_used_at'> | Pick<TokenRow, 'revoked_at'>): Promise<void>
}

export function tokensTable(db: Kysely<Schema>): TokensTable {
  const all = () => db.selectFrom('tokens').selectAll()
  return {
    get: (id) => all().where('id', '=', id).executeTakeFirst(),
    bySecret: (hash) => all().where('secret_hash', '=', hash).executeTakeFirst(),
    list: () => all().orderBy('made_at', 'desc').orderBy('id', 'desc').limit(1_000).execute(),
    async add(row) {
      await db.insertInto('tokens').values(row).execute()
    },
    async update(id, change) {
      await db.updateTable('tokens').set(change).where('id', '=', id).execute()
    },
  }
}
