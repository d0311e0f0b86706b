import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, startChild, until, type RunningChild } from '#bff/controls/child-fixture.ts'

/** A real pmcd of this machine and a real pmproxy before it, on free loopback ports, for tests. */
export interface RealPcp {
  /** Of pmproxy. */
  url: string
  /** Of pmcd, as pmproxy is told it. */
  hostspec: string
  stopHost(): Promise<void>
  startHost(): Promise<void>
  dispose(): Promise<void>
}

const UNPACKED = fileURLToPath(new URL('../../../.cache/pcp', import.meta.url))
/** Paths of pcp.conf that lie under the root it was unpacked to. */
const PATHS_OF_ROOT = /=(?=\/(?:etc|usr|var|run)(?:\/|$))/gm

/** The root of a PCP; undefined, loudly, where there is none, which with CI=true is an error. */
export function findPcp(): string | undefined {
  const candidates = [process.env['SPILLWAY_TEST_PCP'], '/', UNPACKED]
  const found = candidates.find((root) => root !== undefined && root !== '' && existsSync(programIn(root, 'pmproxy')))
  if (found !== undefined) return found
  const missing =
    'No Performance Co-Pilot is here (npm test unpacks it; Debian: apt-get install pcp; or SPILLWAY_TEST_PCP=/)'
  if (process.env['CI'] === 'true') throw new Error(`${missing}; with CI=true its tests must not be skipped.`)
  process.stderr.write(
    `\n**********\nSKIPPED: ${missing}.\nWhat is tested against a real pmproxy was NOT tested.\n**********\n\n`,
  )
  return undefined
}

function programIn(root: string, name: string): string {
  return join(root, 'usr/lib/pcp/bin', name)
}

/** Nothing of the machine's own PCP is touched: configuration, names, sockets and logs lie in a directory of its own. */
export async function startPcp(root: string): Promise<RealPcp> {
  const directory = mkdtempSync(join(tmpdir(), 'spillway-pcp-'))
  const place = await settle(root, directory)
  let host: RunningChild | null = null
  const isUp = async () => {
    const asked = await fetch(`${place.url}/pmapi/context?hostspec=${place.hostspec}`).catch(() => null)
    return asked?.ok === true
  }
  const startHost = async () => {
    host = start(place, 'pmcd', place.pmcdArgs)
    await until('pmcd answers through pmproxy', isUp)
  }
  const proxy = start(place, 'pmproxy', place.pmproxyArgs)
  const stopHost = async () => {
    await host?.end()
    host = null
  }
  const dispose = async () => {
    await stopHost()
    await proxy.end()
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    await startHost()
  } catch (error) {
    const logs = ['pmcd.log', 'pmproxy.log'].map((name) => join(directory, name)).filter(existsSync)
    const said = logs.map((file) => readFileSync(file, 'utf8')).join('\n')
    await dispose()
    throw new Error(`pmcd and pmproxy did not start:\n${said}\n${proxy.log()}`, { cause: error })
  }
  return { url: place.url, hostspec: place.hostspec, startHost, stopHost, dispose }
}

interface Place {
  root: string
  environment: readonly string[]
  url: string
  hostspec: string
  pmcdArgs: readonly string[]
  pmproxyArgs: readonly string[]
}

async function settle(root: string, directory: string): Promise<Place> {
  const prefix = root === '/' ? '' : root
  const own = (name: string) => join(directory, name)
  for (const name of ['run', 'log', 'tmp']) mkdirSync(own(name))
  const configuration = readFileSync(join(root, 'etc/pcp.conf'), 'utf8')
    .replace(PATHS_OF_ROOT, `=${prefix}`)
    .replace(/^PCP_(RUN|LOG|TMP)_DIR=.*$/gm, (_, which: string) => `PCP_${which}_DIR=${own(which.toLowerCase())}`)
    .replace(/^PCP_PMDAS_DIR=.*$/m, `PCP_PMDAS_DIR=${prefix}/usr/lib/pcp/pmdas`)
  writeFileSync(own('pcp.conf'), configuration)
  const agents = join(root, 'usr/lib/pcp/pmdas')
  writeFileSync(
    own('pmcd.conf'),
    [
      `pmcd 2 dso pmcd_init ${agents}/pmcd/pmda_pmcd.so`,
      `linux 60 dso linux_init ${agents}/linux/pmda_linux.so`,
      '[access]',
      'disallow ".*" : store;',
      'disallow ":*" : store;',
      'allow "local:*" : all;',
      '',
    ].join('\n'),
  )
  // Only what this project asks: no Redis, no archives, no TLS.
  const sections = ['redis', 'discover', 'pmsearch', 'pmseries'].map((name) => `[${name}]\nenabled = false\n`)
  const offers = '[pmproxy]\npcp.enabled = false\nhttp.enabled = true\nredis.enabled = false\nsecure.enabled = false\n'
  writeFileSync(own('pmproxy.conf'), [offers, ...sections].join(''))
  const environment = [`PCP_CONF=${own('pcp.conf')}`, `LD_LIBRARY_PATH=${librariesIn(root).join(':')}`]
  mergeNames(root, environment, own('names'))
  const [pmcdPort, pmproxyPort] = [await freePort(), await freePort()]
  const common = (name: string, port: number) =>
    [
      ['-f', '-A', '-i', '127.0.0.1', '-p', String(port), '-c', own(`${name}.conf`)],
      ['-l', own(`${name}.log`), '-s', own(`${name}.sock`), '-x', own(`${name}.fatal`)],
    ].flat()
  return {
    root,
    environment,
    url: `http://127.0.0.1:${pmproxyPort}`,
    hostspec: `127.0.0.1:${pmcdPort}`,
    pmcdArgs: [...common('pmcd', pmcdPort), '-n', own('names')],
    pmproxyArgs: common('pmproxy', pmproxyPort),
  }
}

function librariesIn(root: string): string[] {
  const base = join(root, 'usr/lib')
  return [base, ...readdirSync(base).flatMap((name) => (name.endsWith('-linux-gnu') ? [join(base, name)] : []))]
}

/** The names of the metrics of the two agents, which an installed PCP gathers after its installation. */
function mergeNames(root: string, environment: readonly string[], file: string): void {
  const names = ['root_linux', 'root_pmcd'].map((name) => join(root, 'usr/lib/pcp/pmns', name))
  const merged = spawnSync('env', [...environment, programIn(root, 'pmnsmerge'), '-f', ...names, file], {
    encoding: 'utf8',
    timeout: 30_000,
  })
  if (merged.status !== 0) throw new Error(`pmnsmerge failed: ${merged.stderr}`)
}

/** `env` becomes the program, so that the process id is the program's own. */
function start({ root, environment }: Place, name: string, args: readonly string[]): RunningChild {
  return startChild('env', [...environment, programIn(root, name), ...args])
}
