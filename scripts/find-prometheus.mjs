import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { installDebianPackage } from './debian-packages.mjs'
import { ROOT } from './project-node.mjs'
import { answerOf, runChild } from './run-child.mjs'

const UNPACKED = join(ROOT, '.cache/prometheus')

export const NO_PROMETHEUS =
  'No Prometheus was found or could be installed: install it (Debian: apt-get install prometheus), or name one in SPILLWAY_TEST_PROMETHEUS.'

/** A Prometheus that is already here; null where none works. */
export function findPrometheus() {
  const named = process.env['SPILLWAY_TEST_PROMETHEUS']
  const onPath = process.platform === 'win32' ? null : answerOf('sh', ['-c', 'command -v prometheus'])
  const candidates = [
    named,
    onPath,
    '/usr/bin/prometheus',
    '/opt/homebrew/bin/prometheus',
    join(UNPACKED, 'usr/bin/prometheus'),
  ]
  return (
    candidates.find((path) => typeof path === 'string' && existsSync(path) && answerOf(path, ['--version']) !== null) ??
    null
  )
}

/**
 * The same, and where there is none: Debian's. Unpacked beside the project first, which needs no right to install and
 * starts no service; installed where that fails and the user may.
 */
export async function findOrInstallPrometheus() {
  const found = findPrometheus()
  if (found !== null) return found
  console.log('No Prometheus on this machine; trying the Debian package …')
  if (await unpackDebianPackage()) return findPrometheus()
  return (await installDebianPackage('prometheus', 300_000)) ? findPrometheus() : null
}

async function unpackDebianPackage() {
  if (process.platform !== 'linux' || answerOf('dpkg-deb', ['--version']) === null) return false
  mkdirSync(UNPACKED, { recursive: true })
  const code = await runChild('apt-get', ['-q', 'download', 'prometheus'], { cwd: UNPACKED, timeLimitMs: 180_000 })
  const archive = readdirSync(UNPACKED).find((name) => name.endsWith('.deb'))
  if (code !== 0 || archive === undefined) return false
  return answerOf('dpkg-deb', ['-x', join(UNPACKED, archive), UNPACKED], 120_000) !== null && findPrometheus() !== null
}
