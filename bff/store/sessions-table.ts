import type { Kysely } from 'kysely'
import type { PersonRow, SessionRow } from './access-schema.ts'
import type { Schema } from './schema.ts'

export interface SessionsTable {
  get(id: string): Promise<SessionRow | undefined>
  /** By the secret it has, or had until a moment ago. */
  bySecret(secretHash: string, now: number): Promise<SessionRow | undefined>
  /** With the people they are of, newest first. */
  list(): Promise<{ session: SessionRow; person: PersonRow }[]>
  ofPerson(personId: string): Promise<SessionRow[]>
  add(row: SessionRow): Promise<void>
  update(id: string, change: Partial<Omit<SessionRow, 'id' | 'person_id'>>): Promise<void>
  /** The next answer to each of them carries a new secret. */
  makeRotationDue(personId: string): Promise<void>
  delete(id: string): Promise<boolean>
}

export function sessionsTable(db: Kysely<Schema>): SessionsTable {
  const all = () => db.selectFrom('sessions').selectAll()
  return {
    get: (id) => all().where('id', '=', id).executeTakeFirst(),
    async bySecret(hash, now) {
      const current = await all().where('secret_hash', '=', hash).executeTakeFirst()
      if (current !== undefined) return current
      return all().where('previous_hash', '=', hash).where('previous_until', '>', now).executeTakeFirst()
    },
    async list() {
      const sessions = await all().orderBy('started_at', 'desc').limit(10_000).execute()
      const people = await db.selectFrom('people').selectAll().limit(10_000).execute()
      const byId = new Map(people.map((person) => [person.id, person]))
      return sessions.flatMap((session) => {
        const person = byId.get(session.person_id)
        return person === undefined ? [] : [{ session, person }]
      })
    },
    ofPerson: (personId) => all().where('person_id', '=', personId).execute(),
    async add(row) {
      await db.insertInto('sessions').values(row).execute()
    },
    async update(id, change) {
      await db.updateTable('sessions').set(change).where('id', '=', id).execute()
    },
    async makeRotationDue(personId) {
      await db.updateTable('sessions').set({ rotation_due: 1 }).where('person_id', '=', personId).execute()
    },
    async delete(id) {
      const result = await db.deleteFrom('sessions').where('id', '=', id).executeTakeFirst()
      return result.numDeletedRows > 0
    },
  }
}
