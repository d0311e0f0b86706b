import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { endServices, installDebianPackages } from './debian-packages.mjs'

/** The real control planes tests act through, each with the Debian package and the service it comes with. */
const PLANES = [
  { program: 'haproxy', packages: ['haproxy'], service: 'haproxy' },
  { program: 'pdns_server', packages: ['pdns-server', 'pdns-backend-sqlite3'], service: 'pdns' },
  { program: 'pdns_recursor', packages: ['pdns-recursor'], service: 'pdns-recursor' },
]
const DIRECTORIES = [
  ...(process.env['PATH'] ?? '').split(':'),
  '/usr/sbin',
  '/usr/local/sbin',
  '/opt/homebrew/sbin',
  '/opt/homebrew/bin',
]

export const NO_PLANES =
  'HAProxy, PowerDNS and its recursor were not all found or could not be installed (Debian: apt-get install haproxy pdns-server pdns-backend-sqlite3 pdns-recursor).'

/** True when every plane is here, after installing what is missing where that is possible. */
export async function findOrInstallPlanes() {
  const missing = PLANES.filter(({ program }) => !isHere(program))
  if (missing.length === 0) return true
  const packages = missing.flatMap((plane) => plane.packages)
  if (!(await installDebianPackages(packages, 300_000))) return false
  // Nobody asked for a nameserver or a proxy on this machine: tests start their own, on loopback.
  await endServices(missing.map(({ service }) => service))
  return PLANES.every(({ program }) => isHere(program))
}

/** @param {string} program */
function isHere(program) {
  return DIRECTORIES.some((directory) => directory !== '' && existsSync(join(directory, program)))
}
