import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './project-node.mjs'
import { runChild } from './run-child.mjs'

/** Runs `npm ci` where node_modules is missing or older than the lockfile; ends the process where that fails. */
export async function ensureInstalled() {
  if (isInstalled()) return
  console.log('Installing what Spillway is made of (npm ci; half a minute on a quick line, longer on a slow one) …')
  const startedAt = Date.now()
  const code = await runChild(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: ROOT,
  })
  if (code !== 0) {
    console.error(
      'npm ci failed; what it says above is why. Spillway needs the npm registry (or a mirror) once, for this.',
    )
    process.exit(code)
  }
  console.log(`Installed in ${Math.round((Date.now() - startedAt) / 1000)} s.`)
}

function isInstalled() {
  const installed = join(ROOT, 'node_modules/.package-lock.json')
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs
}
