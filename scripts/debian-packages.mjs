import { existsSync } from 'node:fs'
import { answerOf, runChild } from './run-child.mjs'

/** How to become root for apt-get: not needed, by sudo without a password, or not at all (null). */
function elevation() {
  if (process.platform !== 'linux' || answerOf('apt-get', ['--version']) === null) return null
  if (process.getuid?.() === 0) return []
  return answerOf('sudo', ['-n', 'true']) === null ? null : ['sudo', '-n']
}

/**
 * Installs a Debian package where the user may; true where that worked.
 * @param {string} name
 * @param {number} timeLimitMs for each of its two steps
 */
export function installDebianPackage(name, timeLimitMs) {
  return installDebianPackages([name], timeLimitMs)
}

/**
 * @param {readonly string[]} names
 * @param {number} timeLimitMs for each of its two steps
 */
export async function installDebianPackages(names, timeLimitMs) {
  const root = elevation()
  if (root === null) return false
  console.log(`Installing ${names.join(', ')} from Debian (apt-get; a minute or two) …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (/** @type {string[]} */ ...args) => {
    const [command = 'apt-get', ...rest] = [...root, 'apt-get', '-q', ...args]
    return runChild(command, rest, { env, timeLimitMs })
  }
  await apt('update')
  return (await apt('install', '-y', '--no-install-recommends', ...names)) === 0
}

/**
 * Ends the services that packages start when they are installed, and keeps them from starting again.
 * @param {readonly string[]} services
 */
export async function endServices(services) {
  const root = elevation()
  if (services.length === 0 || root === null || !existsSync('/run/systemd/system')) return
  const [command = 'systemctl', ...rest] = [...root, 'systemctl', 'disable', '--now', ...services]
  await runChild(command, rest, { timeLimitMs: 60_000 })
}
