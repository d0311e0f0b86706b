import { Resolver } from 'node:dns/promises'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { findProgram } from '../child-fixture.ts'
import {
  copyDatabase,
  createDatabase,
  startAuthoritative,
  startRecursor,
  type NameserverProcess,
} from './nameserver-process-fixture.ts'
import { chooserText, luaTexts } from './lua-record.ts'
import { PowerdnsSettings } from './settings.ts'

/** A real PowerDNS with two nameservers on one database, and a real recursor before them, for tests. */
export interface PowerdnsRig {
  readonly zone: string
  /** The first has the API; `ns-2` answers from the same database. */
  readonly nameservers: readonly NameserverProcess[]
  readonly apiKey: string
  /** The plane as a configuration names it. */
  settings(change?: object): PowerdnsSettings
  /** What users of a shared resolver get: addresses with the seconds they may still be kept. */
  resolve(name: string): Promise<readonly { address: string; ttl: number }[]>
  /** What one nameserver says to somebody at this loopback address; empty for an error. */
  ask(nameserver: string, name: string, from?: string): Promise<readonly string[]>
  /** A record as somebody else would write it, past Spillway; the status. */
  foreignWrite(name: string, content: string): Promise<number>
  freeze(nameserver: string): void
  thaw(nameserver: string): void
  kill(nameserver: string): Promise<void>
  /** Takes the database's write lock as another program would; the returned function lets it go. */
  lockDatabase(): () => void
  /** A further nameserver that has the zone as it is now, and gets nothing new. */
  startLagging(): Promise<NameserverProcess>
  stop(): Promise<void>
}

export interface PowerdnsRigOptions {
  /** By region, one loopback address or more. */
  regions: Readonly<Record<string, readonly string[]>>
  ttl?: number
}

const ZONE = 'example.test.'
const API_KEY = 'a key for tests'
/** Whoever asks from 127.0.0.2 is of segment `lab`. */
export const LAB_NETWORK = '127.0.0.2/32'

/** Undefined where PowerDNS is not installed; that is said loudly, and is an error with CI=true. */
export async function startPowerdnsRig(options: PowerdnsRigOptions): Promise<PowerdnsRig | undefined> {
  const program = findProgram('pdns_server', 'pdns-server pdns-backend-sqlite3')
  const recursorProgram = findProgram('pdns_recursor', 'pdns-recursor')
  if (program === undefined || recursorProgram === undefined) return undefined
  const directory = mkdtempSync(join(tmpdir(), 'spillway-powerdns-'))
  const database = join(directory, 'zones.sqlite3')
  createDatabase(database)
  const running: NameserverProcess[] = []
  async function stop(): Promise<void> {
    for (const each of running) each.thaw()
    await Promise.all(running.map((each) => each.stop()))
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    const start = { program, directory, apiKey: API_KEY }
    running.push(await startAuthoritative({ ...start, id: 'ns-1', database }))
    const settings = settingsOf(options, running)
    await createZone(running, settings)
    running.push(await startAuthoritative({ ...start, id: 'ns-2', database }))
    const authoritativePort = running[0]?.port ?? 0
    const recursor = await startRecursor({ program: recursorProgram, directory, zone: ZONE, authoritativePort })
    running.push(recursor)
    return rigOf({
      options,
      running,
      recursor,
      database,
      stop,
      async startLagging() {
        const copy = join(directory, 'lagging.sqlite3')
        copyDatabase(database, copy)
        const lagging = await startAuthoritative({ ...start, id: 'ns-3', database: copy })
        running.push(lagging)
        return lagging
      },
    })
  } catch (error) {
    await stop()
    throw error
  }
}

function rigOf(input: {
  options: PowerdnsRigOptions
  running: readonly NameserverProcess[]
  recursor: NameserverProcess
  database: string
  startLagging: () => Promise<NameserverProcess>
  stop: () => Promise<void>
}): PowerdnsRig {
  const { options, running, recursor, database } = input
  const nameserver = (id: string): NameserverProcess => {
    const found = running.find((each) => each.id === id)
    if (found === undefined) throw new Error(`there is no nameserver ${id}`)
    return found
  }
  return {
    zone: ZONE,
    nameservers: running.slice(0, 2),
    apiKey: API_KEY,
    settings: (change = {}) => PowerdnsSettings.parse({ ...settingsOf(options, running.slice(0, 2)), ...change }),
    resolve: (name) => resolverAt(recursor.port).resolve4(name.replace(/\.$/, ''), { ttl: true }),
    async ask(id, name, from) {
      const resolver = resolverAt(nameserver(id).port)
      if (from !== undefined) resolver.setLocalAddress(from)
      return resolver.resolve4(name.replace(/\.$/, '')).catch(() => [])
    },
    async foreignWrite(name, content) {
      const rrset = { name, type: 'LUA', ttl: 5, changetype: 'REPLACE', records: [{ content, disabled: false }] }
      return patch(nameserver('ns-1').url, [rrset])
    },
    freeze: (id) => nameserver(id).freeze(),
    thaw: (id) => nameserver(id).thaw(),
    kill: (id) => nameserver(id).stop(),
    lockDatabase() {
      const other = new DatabaseSync(database)
      other.exec('BEGIN IMMEDIATE')
      return () => {
        other.exec('ROLLBACK')
        other.close()
      }
    },
    startLagging: input.startLagging,
    stop: input.stop,
  }
}

function resolverAt(port: number): Resolver {
  const resolver = new Resolver({ timeout: 5_000, tries: 2 })
  resolver.setServers([`127.0.0.1:${port}`])
  return resolver
}

/** Segment `lab` is who asks from 127.0.0.2; `all` everybody else. */
function settingsOf({ regions, ttl }: PowerdnsRigOptions, running: readonly NameserverProcess[]): object {
  return {
    id: 'public-dns',
    kind: 'powerdns',
    instances: [
      {
        id: 'api',
        url: running[0]?.url ?? '',
        apiKey: API_KEY,
        nameservers: running.map(({ id, port }) => ({ id, address: '127.0.0.1', port })),
      },
    ],
    zone: ZONE,
    segments: [
      { id: 'lab', record: `lab.www.${ZONE}`, networks: [LAB_NETWORK] },
      { id: 'all', record: `all.www.${ZONE}` },
    ],
    chooser: `www.${ZONE}`,
    targets: Object.entries(regions).map(([region, addresses]) => ({ id: region, region, addresses })),
    ttl: ttl ?? 1,
  }
}

async function createZone(running: readonly NameserverProcess[], input: object): Promise<void> {
  const settings = PowerdnsSettings.parse(input)
  const even = Object.fromEntries(settings.targets.map(({ id }) => [id, 100]))
  const lua = (name: string, contents: readonly string[]) => ({
    name,
    type: 'LUA',
    ttl: settings.ttl,
    records: contents.map((content) => ({ content, disabled: false })),
  })
  const zone = {
    name: ZONE,
    kind: 'Native',
    nameservers: [`ns-1.${ZONE}`, `ns-2.${ZONE}`],
    rrsets: [
      ...settings.segments.map(({ record }) => lua(record, luaTexts(settings, even))),
      lua(`www.${ZONE}`, [chooserText(settings.segments)]),
    ],
  }
  const response = await fetch(`${running[0]?.url}/api/v1/servers/localhost/zones`, {
    method: 'POST',
    headers: { 'x-api-key': API_KEY, 'content-type': 'application/json' },
    body: JSON.stringify(zone),
  })
  if (response.status !== 201) throw new Error(`the zone was not made: ${await response.text()}`)
}

async function patch(url: string, rrsets: readonly object[]): Promise<number> {
  const response = await fetch(`${url}/api/v1/servers/localhost/zones/${ZONE}`, {
    method: 'PATCH',
    headers: { 'x-api-key': API_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ rrsets }),
  })
  await response.text()
  return response.status
}
