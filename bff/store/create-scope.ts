import { AsyncLocalStorage } from 'node:async_hooks'
import type { Kysely, KyselyPlugin } from 'kysely'
import { appendAudit, auditTable } from './audit-table.ts'
import { changesTable } from './changes-table.ts'
import { evacuationsTable } from './evacuations-table.ts'
import { frameChunksTable } from './frame-chunks-table.ts'
import { idempotencyTable } from './idempotency-table.ts'
import { minuteDaysTable } from './minute-days-table.ts'
import { minutesTable } from './minutes-table.ts'
import { peopleTable } from './people-table.ts'
import { planeLeasesTable } from './plane-leases-table.ts'
import { positionsTable } from './positions-table.ts'
import { proofsTable } from './proofs-table.ts'
import { rostersTable } from './rosters-table.ts'
import type { Schema } from './schema.ts'
import { scoreRulesTable } from './score-rules-table.ts'
import { sessionsTable } from './sessions-table.ts'
import type { StoreScope, Tables, TransactionScope } from './store.ts'
import { standingPlansTable } from './standing-plans-table.ts'
import { tokensTable } from './tokens-table.ts'
import { totalsChunksTable } from './totals-chunks-table.ts'

/** Set while a transaction's function runs: asking the store itself there would wait for itself for ever. */
const underWay = new AsyncLocalStorage<{ db: Kysely<Schema>; isOver: boolean }>()

export function createScope(db: Kysely<Schema>): StoreScope {
  const refuseInside: KyselyPlugin = {
    transformQuery({ node }) {
      if (isInside(db)) throw insideOut()
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return {
    ...createTables(db.withPlugin(refuseInside)),
    transaction(run) {
      if (isInside(db)) return Promise.reject(insideOut())
      const mine = { db, isOver: false }
      return underWay.run(mine, async () => {
        try {
          return await db.transaction().execute((tx) => run(createTransactionScope(tx)))
        } finally {
          mine.isOver = true
        }
      })
    },
  }
}

/** What a transaction began and did not wait for may ask the store once it is over. */
function isInside(db: Kysely<Schema>): boolean {
  const now = underWay.getStore()
  return now !== undefined && now.db === db && !now.isOver
}

function insideOut(): Error {
  return new Error('inside a transaction, use its own scope instead of the store')
}

function createTransactionScope(tx: Kysely<Schema>): TransactionScope {
  const scope: TransactionScope = {
    ...createTables(tx),
    appendAudit: (entry) => appendAudit(tx, entry),
    transaction: (run) => run(scope),
  }
  return scope
}

function createTables(db: Kysely<Schema>): Tables {
  return {
    positions: positionsTable(db),
    scoreRules: scoreRulesTable(db),
    changes: changesTable(db),
    audit: auditTable(db),
    minutes: minutesTable(db),
    minuteDays: minuteDaysTable(db),
    rosters: rostersTable(db),
    frameChunks: frameChunksTable(db),
    totalsChunks: totalsChunksTable(db),
    idempotency: idempotencyTable(db),
    evacuations: evacuationsTable(db),
    planeLeases: planeLeasesTable(db),
    standingPlans: standingPlansTable(db),
    people: peopleTable(db),
    sessions: sessionsTable(db),
    proofs: proofsTable(db),
    tokens: tokensTable(db),
  }
}
