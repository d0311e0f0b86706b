import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Resolver } from 'node:dns/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { freePort, startChild, until, type RunningChild } from '../child-fixture.ts'

const SCHEMAS = [
  '/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql',
  '/usr/share/doc/pdns-backend-sqlite3/schema.sqlite3.sql',
]

export function createDatabase(file: string): void {
  const schema = SCHEMAS.find((path) => existsSync(path))
  if (schema === undefined) throw new Error('the schema of pdns-backend-sqlite3 is not where Debian puts it')
  const database = new DatabaseSync(file)
  database.exec(readFileSync(schema, 'utf8'))
  database.close()
}

export function copyDatabase(from: string, to: string): void {
  copyFileSync(from, to)
}

/** One real daemon that answers DNS on a free loopback port. */
export interface NameserverProcess {
  readonly id: string
  readonly port: number
  /** Where its API answers; the recursor has none. */
  readonly url: string
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

export async function startAuthoritative(input: {
  program: string
  id: string
  directory: string
  database: string
  apiKey: string
}): Promise<NameserverProcess> {
  const { program, id, directory, database, apiKey } = input
  const home = join(directory, id)
  mkdirSync(home)
  const [port, apiPort] = [await freePort(), await freePort()]
  const lines = {
    launch: 'gsqlite3',
    'gsqlite3-database': database,
    'local-address': '127.0.0.1',
    'local-port': port,
    'socket-dir': home,
    api: 'yes',
    'api-key': apiKey,
    webserver: 'yes',
    'webserver-address': '127.0.0.1',
    'webserver-port': apiPort,
    'webserver-allow-from': '127.0.0.0/8',
    'enable-lua-records': 'yes',
    'zone-cache-refresh-interval': 0,
    'query-cache-ttl': 0,
    'negquery-cache-ttl': 0,
    'cache-ttl': 0,
    'receiver-threads': 1,
    'distributor-threads': 1,
    'disable-syslog': 'yes',
    daemon: 'no',
    guardian: 'no',
  }
  writeFileSync(join(home, 'pdns.conf'), textOf(lines))
  const child = startChild(program, [`--config-dir=${home}`])
  const url = `http://127.0.0.1:${apiPort}`
  await until(`PowerDNS ${id} answers`, async () => {
    if (child.hasEnded()) throw new Error(`PowerDNS ended while starting:\n${child.log()}`)
    const answer = await fetch(`${url}/api/v1/servers`, { headers: { 'x-api-key': apiKey } }).catch(() => null)
    await answer?.body?.cancel()
    return answer?.status === 200
  })
  return processOf(id, child, port, url)
}

export async function startRecursor(input: {
  program: string
  directory: string
  zone: string
  authoritativePort: number
}): Promise<NameserverProcess> {
  const home = join(input.directory, 'recursor')
  mkdirSync(home)
  const port = await freePort()
  const lines = {
    'local-address': '127.0.0.1',
    'local-port': port,
    'socket-dir': home,
    'forward-zones': `${input.zone}=127.0.0.1:${input.authoritativePort}`,
    'hint-file': '',
    dnssec: 'off',
    // A failure is forgotten soon: else one frozen second would be answered with SERVFAIL for a minute.
    'packetcache-servfail-ttl': 1,
    'server-down-throttle-time': 1,
    threads: 1,
    'disable-syslog': 'yes',
    daemon: 'no',
  }
  writeFileSync(join(home, 'recursor.conf'), textOf(lines))
  const child = startChild(input.program, [`--config-dir=${home}`])
  await until('the recursor answers', async () => {
    if (child.hasEnded()) throw new Error(`the recursor ended while starting:\n${child.log()}`)
    const resolver = new Resolver({ timeout: 1_000, tries: 1 })
    resolver.setServers([`127.0.0.1:${port}`])
    return resolver.resolveSoa(input.zone.replace(/\.$/, '')).then(
      () => true,
      () => false,
    )
  })
  return processOf('recursor', child, port, '')
}

function processOf(id: string, child: RunningChild, port: number, url: string): NameserverProcess {
  return {
    id,
    port,
    url,
    freeze: () => void process.kill(child.pid, 'SIGSTOP'),
    thaw: () => void (child.hasEnded() || process.kill(child.pid, 'SIGCONT')),
    stop: () => child.end(),
  }
}

function textOf(lines: Readonly<Record<string, string | number>>): string {
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}
