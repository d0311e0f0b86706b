import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, projectEnvironment, projectNodeOrExit, toolFile } from './project-node.mjs'
import { runChild } from './run-child.mjs'

/** What the console in the browser is built from. */
const SOURCES = [
  'web',
  'public',
  'bff/contract',
  'vite.config.ts',
  'scripts/without-json-schema.ts',
  'package-lock.json',
]
const BUILT = 'dist/web/.vite/manifest.json'

/** Builds the console where dist/ is missing or older than its sources; ends the process where that fails. */
export async function ensureBuilt() {
  const builtAt = changedAt(join(ROOT, BUILT))
  if (SOURCES.every((source) => changedAt(join(ROOT, source)) <= builtAt)) return
  console.log('Building the console (vite; some seconds) …')
  const code = await build()
  if (code !== 0) process.exit(code)
}

export function build() {
  return runChild(projectNodeOrExit(), [toolFile('vite', 'bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    env: projectEnvironment(),
  })
}

/**
 * When the newest file of a folder changed; -1 where there is none.
 * @param {string} path
 * @returns {number}
 */
function changedAt(path) {
  if (!existsSync(path)) return -1
  const status = statSync(path)
  if (!status.isDirectory()) return status.mtimeMs
  return readdirSync(path).reduce((newest, name) => Math.max(newest, changedAt(join(path, name))), status.mtimeMs)
}
