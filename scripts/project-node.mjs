import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export const ROOT = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const OLDEST_MAJOR = 24

/** The environment of everything we start: the tools of node_modules first, Node 24 or newer among them. */
export function projectEnvironment() {
  return { ...process.env, PATH: [join(ROOT, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter) }
}

/** A Node that runs TypeScript by itself: this one, or the one among the optional dependencies; null where neither. */
export function projectNode() {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_MAJOR) return process.execPath
  const own = join(ROOT, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(own) ? own : null
}

/** The same, or the end with a sentence that says what to do. */
export function projectNodeOrExit() {
  const node = projectNode()
  if (node !== null) return node
  console.error(
    `Spillway needs Node ${OLDEST_MAJOR} or newer; this is ${process.version}, and the copy npm installs for this project ` +
      'is missing. Install Node from https://nodejs.org, or run "npm ci --include=optional" and try again.',
  )
  process.exit(1)
}

/**
 * The file behind a command of node_modules, to be run by `projectNode`.
 * @param {string} packageName
 * @param {string} file
 */
export function toolFile(packageName, file) {
  return join(ROOT, 'node_modules', packageName, file)
}
