import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { installDebianPackage } from './debian-packages.mjs'
import { ROOT, projectEnvironment, projectNodeOrExit, toolFile } from './project-node.mjs'
import { answerOf, runChild } from './run-child.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
)
const WINDOWS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
  .flatMap((place) => (process.env[place] === undefined ? [] : [process.env[place]]))
  .flatMap((place) => [
    join(place, 'Google/Chrome/Application/chrome.exe'),
    join(place, 'Microsoft/Edge/Application/msedge.exe'),
  ])

export const NO_CHROMIUM =
  'No Chromium was found or could be installed: install Chromium or Google Chrome, or name one in SPILLWAY_CHROMIUM.'

/** A Chromium that is already here: the named one, the system's, Playwright's own download; null where none works. */
export async function findChromium() {
  const named = process.env['SPILLWAY_CHROMIUM'] ?? process.env['CHROME_PATH']
  if (named !== undefined && named !== '') {
    if (works(named)) return named
    console.error(`SPILLWAY_CHROMIUM names ${named}, which does not start; looking elsewhere.`)
  }
  return systemChromium() ?? (await downloadedChromium())
}

/** The same, and where there is none: Playwright's download, then Debian's package. */
export async function findOrInstallChromium() {
  const found = await findChromium()
  if (found !== null) return found
  console.log('No Chromium on this machine; trying the one Playwright offers (about 170 MB) …')
  const cli = toolFile('playwright-core', 'cli.js')
  const options = { cwd: ROOT, env: projectEnvironment(), timeLimitMs: 240_000 }
  await runChild(projectNodeOrExit(), [cli, 'install', 'chromium'], options)
  const downloaded = await downloadedChromium()
  if (downloaded !== null) return downloaded
  return (await installDebianPackage('chromium', 300_000)) ? systemChromium() : null
}

function systemChromium() {
  return (
    [...NAMES.map(pathOf), ...MAC, ...WINDOWS].find((path) => path !== null && existsSync(path) && works(path)) ?? null
  )
}

async function downloadedChromium() {
  const { chromium } = await import('playwright-core')
  const path = chromium.executablePath()
  return existsSync(path) && works(path) ? path : null
}

/** @param {string} name */
function pathOf(name) {
  return process.platform === 'win32' ? null : answerOf('sh', ['-c', `command -v ${name}`])
}

/**
 * Starts it to ask its version: a stub that only says where to get the real one does not count. Chrome on Windows
 * opens a window instead of answering, so there its presence is enough.
 * @param {string} path
 */
function works(path) {
  return process.platform === 'win32' ? existsSync(path) : answerOf(path, ['--version']) !== null
}
