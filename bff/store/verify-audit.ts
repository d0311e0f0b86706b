import Database from 'better-sqlite3'
import { join, resolve } from 'node:path'
import { verifyAuditChain, type AuditHead, type AuditVerdict } from './audit-chain.ts'
import type { AuditRow } from './schema.ts'
import { DATABASE_FILE } from './sqlite-protocol.ts'

/**
 * `npm run audit:verify [-- directory]`: walks the audit log of a store, which may be in use meanwhile, and says
 * whether it is intact. Ends with 0 when it is, 1 when it is not, 2 when it cannot be read.
 */
export async function verifyAuditOf(directory: string): Promise<AuditVerdict> {
  const database = new Database(join(directory, DATABASE_FILE), { readonly: true, fileMustExist: true })
  try {
    database.exec('begin')
    const rows = database.prepare<[], AuditRow>('select * from audit order by seq')
    const head = database.prepare<[], AuditHead>('select seq, hash from audit_head').get()
    return await verifyAuditChain(pagesOf(rows.iterate()), head)
  } finally {
    database.close()
  }
}

function* pagesOf(rows: Iterable<AuditRow>): Generator<AuditRow[]> {
  for (const row of rows) yield [row]
}

async function run(): Promise<void> {
  const directory = resolve(process.argv[2] ?? process.env['SPILLWAY_STATE'] ?? '.spillway')
  try {
    const verdict = await verifyAuditOf(directory)
    process.stdout.write(`${wordsOf(verdict)}\n`)
    process.exitCode = verdict.intact ? 0 : 1
  } catch (error) {
    process.stderr.write(`The audit log in ${directory} cannot be read: ${String(error)}\n`)
    process.exitCode = 2
  }
}

function wordsOf(verdict: AuditVerdict): string {
  if (!verdict.intact) return `The audit log is BROKEN after row ${verdict.rows}: ${verdict.message}.`
  return `The audit log is intact: ${verdict.rows} rows; the newest has the hash ${verdict.head.hash}.`
}

if (import.meta.main) await run()
