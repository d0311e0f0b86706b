import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { endServices, installDebianPackages } from './debian-packages.mjs'
import { ROOT } from './project-node.mjs'
import { answerOf, runChild } from './run-child.mjs'

const UNPACKED = join(ROOT, '.cache/pcp')
/** What pmcd and pmproxy need that a machine without them may lack. */
const PACKAGES = [
  'pcp',
  'pcp-conf',
  'libpcp3',
  'libpcp-archive1',
  'libpcp-mmv1',
  'libpcp-pmda3',
  'libpcp-web1',
  'libuv1',
  'libsasl2-2',
]
const SERVICES = ['pmcd', 'pmlogger', 'pmie', 'pmproxy']

export const NO_PCP =
  'No Performance Co-Pilot (pmcd and pmproxy) was found or could be installed: install it (Debian: apt-get install pcp), or name the directory that holds its usr/lib/pcp in SPILLWAY_TEST_PCP (/ for an installed one).'

/** The root under which pmcd and pmproxy lie and start; null where none does. */
export function findPcp() {
  const candidates = [process.env['SPILLWAY_TEST_PCP'], '/', UNPACKED]
  return candidates.find((root) => typeof root === 'string' && root !== '' && startsIn(root)) ?? null
}

/**
 * The same, and where there is none: Debian's. Unpacked beside the project first, which needs no right to install,
 * starts no service and has no step that fails without systemd; installed where that is not enough and the user may.
 */
export async function findOrInstallPcp() {
  const found = findPcp()
  if (found !== null) return found
  console.log('No Performance Co-Pilot on this machine; trying the Debian package …')
  if (await unpackDebianPackages()) return findPcp()
  // Its last step fails where no systemd runs, and everything is there all the same: what counts is what starts.
  await installDebianPackages(['pcp'], 300_000)
  if (!existsSync('/usr/lib/pcp/bin/pmcd')) return null
  await endServices(SERVICES)
  return findPcp()
}

/** @param {string} root */
function startsIn(root) {
  if (!existsSync(join(root, 'usr/lib/pcp/pmns/root_linux'))) return false
  const libraries = `LD_LIBRARY_PATH=${librariesIn(root).join(':')}`
  return ['pmcd', 'pmproxy'].every((program) => {
    const file = join(root, 'usr/lib/pcp/bin', program)
    return existsSync(file) && answerOf('/usr/bin/env', [libraries, file, '--help']) !== null
  })
}

/** @param {string} root */
function librariesIn(root) {
  const base = join(root, 'usr/lib')
  return [base, ...readdirSync(base).flatMap((name) => (name.endsWith('-linux-gnu') ? [join(base, name)] : []))]
}

async function unpackDebianPackages() {
  if (process.platform !== 'linux' || answerOf('dpkg-deb', ['--version']) === null) return false
  mkdirSync(UNPACKED, { recursive: true })
  const code = await runChild('apt-get', ['-q', 'download', ...PACKAGES], { cwd: UNPACKED, timeLimitMs: 180_000 })
  const archives = readdirSync(UNPACKED).filter((name) => name.endsWith('.deb'))
  if (code !== 0 || archives.length === 0) return false
  const unpacked = archives.every(
    (archive) => answerOf('dpkg-deb', ['-x', join(UNPACKED, archive), UNPACKED], 120_000) !== null,
  )
  return unpacked && findPcp() !== null
}
