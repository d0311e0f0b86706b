import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { endServices, installDebianPackages } from './debian-packages.mjs'

/**
 * The real control planes tests act through, and what the printed runbook works them with by hand: each with its Debian
 * packages and the service that comes with them.
 * @type {readonly { program: string, packages: readonly string[], service?: string }[]}
 */
const PLANES = [
  { program: 'haproxy', packages: ['haproxy'], service: 'haproxy' },
  { program: 'pdns_server', packages: ['pdns-server', 'pdns-backend-sqlite3'], service: 'pdns' },
  { program: 'pdns_recursor', packages: ['pdns-recursor'], service: 'pdns-recursor' },
  { program: 'socat', packages: ['socat'] },
  { program: 'curl', packages: ['curl'] },
  { program: 'dig', packages: ['bind9-dnsutils'] },
]
const DIRECTORIES = [
  ...(process.env['PATH'] ?? '').split(':'),
  '/usr/sbin',
  '/usr/local/sbin',
  '/opt/homebrew/sbin',
  '/opt/homebrew/bin',
]

export const NO_PLANES =
  'HAProxy, PowerDNS, its recursor, socat, curl and dig were not all found or could not be installed (Debian: apt-get install haproxy pdns-server pdns-backend-sqlite3 pdns-recursor socat curl bind9-dnsutils).'

/** True when every plane is here, after installing what is missing where that is possible. */
export async function findOrInstallPlanes() {
  const missing = PLANES.filter(({ program }) => !isHere(program))
  if (missing.length === 0) return true
  const packages = missing.flatMap((plane) => plane.packages)
  if (!(await installDebianPackages(packages, 300_000))) return false
  // Nobody asked for a nameserver or a proxy on this machine: tests start their own, on loopback.
  await endServices(missing.flatMap(({ service }) => (service === undefined ? [] : [service])))
  return PLANES.every(({ program }) => isHere(program))
}

/** @param {string} program */
function isHere(program) {
  return DIRECTORIES.some((directory) => directory !== '' && existsSync(join(directory, program)))
}
