import {
  CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import { Failure } from '#bff/failure.ts'
import { failureOfStore } from './store-error.ts'
import type { WorkerClient } from './worker-client.ts'

/** Changes of the schema roll back in SQLite, so that a migration that fails leaves nothing behind. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/**
 * Kysely over the worker. There is one connection, and kysely hands it to one transaction or query at a time, so that
 * nothing of others slips between a transaction's statements.
 */
export function createWorkerDialect(client: WorkerClient): Dialect {
  return {
    createAdapter: () => new TransactionalSqliteAdapter(),
    createDriver: () => createDriver(client),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

function createDriver(client: WorkerClient): Driver {
  const connection = createConnection(client)
  const say = async (on: DatabaseConnection, sql: string) => {
    await on.executeQuery(CompiledQuery.raw(sql))
  }
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    // Immediate: a transaction that will write says so at once and cannot fail half-way for want of the lock.
    beginTransaction: (on) => say(on, 'begin immediate'),
    commitTransaction: (on) => say(on, 'commit'),
    rollbackTransaction: (on) => rollBack(on),
    releaseConnection: async () => {},
    destroy: () => client.close(),
  }
}

/** The engine has already rolled back after some errors (disk full); then there is nothing left to undo. */
async function rollBack(on: DatabaseConnection): Promise<void> {
  try {
    await on.executeQuery(CompiledQuery.raw('rollback'))
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('no transaction is active')) throw error
  }
}

function createConnection(client: WorkerClient): DatabaseConnection {
  return {
    async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      query.parameters.forEach(refuseNul)
      try {
        const { rows, changes } = await client.execute(query.sql, query.parameters)
        return { rows: asRows<Row>(rows), numAffectedRows: BigInt(changes) }
      } catch (error) {
        throw failureOfStore(error)
      }
    },
    streamQuery() {
      throw new Error('the store does not stream; read in pages')
    },
  }
}

/** Engines disagree on NUL in text (one cuts, one refuses); so it never gets in. */
function refuseNul(value: unknown): void {
  if (typeof value === 'string' && value.includes('\u0000')) {
    throw new Failure({ code: 'bad_request', message: 'Text with NUL characters cannot be stored.' })
  }
}

/** Kysely's row type follows from the query it compiled, and STRICT tables hold the columns' types. */
function asRows<Row>(rows: unknown[]): Row[] {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- the one cast, guaranteed above
  return rows as Row[]
}
