import { existsSync } from 'node:fs'
import { endServices, installDebianPackage } from './debian-packages.mjs'
import { answerOf } from './run-child.mjs'

const NAMES = ['prometheus-alertmanager', 'alertmanager']

export const NO_ALERTMANAGER =
  'No Alertmanager was found or could be installed: install it (Debian: apt-get install prometheus-alertmanager), or name one in SPILLWAY_TEST_ALERTMANAGER.'

/** An Alertmanager that is already here; null where none works. */
export function findAlertmanager() {
  const named = process.env['SPILLWAY_TEST_ALERTMANAGER']
  const onPath = process.platform === 'win32' ? [] : NAMES.map((name) => answerOf('sh', ['-c', `command -v ${name}`]))
  const candidates = [named, ...onPath, '/usr/bin/prometheus-alertmanager', '/opt/homebrew/bin/alertmanager']
  return (
    candidates.find((path) => typeof path === 'string' && existsSync(path) && answerOf(path, ['--version']) !== null) ??
    null
  )
}

/** The same, and where there is none: Debian's, installed, for it looks for its templates where they are installed. */
export async function findOrInstallAlertmanager() {
  const found = findAlertmanager()
  if (found !== null) return found
  console.log('No Alertmanager on this machine; trying the Debian package …')
  if (!(await installDebianPackage('prometheus-alertmanager', 300_000))) return null
  await endServices(['prometheus-alertmanager'])
  return findAlertmanager()
}
