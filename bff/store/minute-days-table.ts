import type { Kysely } from 'kysely'
import type { SeriesKey } from './minutes-table.ts'
import type { MinuteDayRow, Schema } from './schema.ts'

export interface MinuteDaysTable {
  get(series: SeriesKey, day: number): Promise<MinuteDayRow | undefined>
  /** Replaces the day's row. */
  put(row: MinuteDayRow): Promise<void>
  /** Days that begin in [from, to), in the order of time. */
  list(series: SeriesKey, from: number, to: number): Promise<MinuteDayRow[]>
}

export function minuteDaysTable(db: Kysely<Schema>): MinuteDaysTable {
  return {
    get: ({ region, service }, day) =>
      db
        .selectFrom('minute_days')
        .selectAll()
        .where('region', '=', region)
        .where('service', '=', service)
        .where('day', '=', day)
        .executeTakeFirst(),
    async put(row) {
      await db
        .insertInto('minute_days')
        .values(row)
        .onConflict((on) => on.columns(['region', 'service', 'day']).doUpdateSet(row))
        .execute()
    },
    list: ({ region, service }, from, to) =>
      db
        .selectFrom('minute_days')
        .selectAll()
        .where('region', '=', region)
        .where('service', '=', service)
        .where('day', '>=', from)
        .where('day', '<', to)
        .orderBy('day')
        .execute(),
  }
}
