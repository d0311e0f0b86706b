import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { ensureBuilt } from './ensure-built.mjs'
import { ensureInstalled } from './ensure-installed.mjs'
import { NO_CHROMIUM, findOrInstallChromium } from './find-chromium.mjs'
import { NO_PLANES, findOrInstallPlanes } from './find-planes.mjs'
import { ROOT, projectEnvironment, projectNodeOrExit } from './project-node.mjs'

/**
 * `npm run bench [-- part-of-a-name …] [--json] [--minutes=20]`: every figure this project promises, as a table or as one
 * JSON line each; `--minutes` is how long the soak takes (`npm run bench:soak`). Fails where one does not hold, where a benchmark ends badly, and where one has nothing to say.
 * @typedef {{ name: string, value: number, unit: string, bound: number, holds: boolean }} Figure
 */
const json = process.argv.includes('--json')
const passed = process.argv.filter((arg) => arg.startsWith('--minutes='))
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('-'))

await ensureInstalled()
await ensureBuilt()
const node = projectNodeOrExit()
const chromium = await findOrInstallChromium()
if (chromium === null) console.error(NO_CHROMIUM)
if (!(await findOrInstallPlanes())) console.error(NO_PLANES)
const env = { ...projectEnvironment(), ...(chromium === null ? {} : { SPILLWAY_CHROMIUM: chromium }) }

const programs = ['scripts/size-budget.ts', ...benchmarks()].filter((path) =>
  wanted.every((word) => path.includes(word)),
)
const runs = programs.map(measure)
const good = runs.length > 0 && runs.every(Boolean)
if (!json) console.log(good ? '\nEvery figure holds.' : '\nNot every figure holds.')
process.exitCode = good ? 0 : 1

function benchmarks() {
  return ['bff', 'web', 'mocks', 'e2e'].flatMap((side) =>
    readdirSync(join(ROOT, side), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(bench|perf)\.ts$/.test(path))
      .map((path) => `${side}/${path.replaceAll('\\', '/')}`)
      .toSorted(),
  )
}

/**
 * @param {string} path
 * @returns {boolean} whether all its figures hold
 */
function measure(path) {
  if (!json) console.log(`\n${path}`)
  const { stdout, status } = spawnSync(node, ['--expose-gc', path, '--json', ...passed], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const figures = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map(figureOf)
  for (const figure of figures) console.log(json ? JSON.stringify(figure) : rowOf(figure))
  const holds = status === 0 && figures.length > 0 && figures.every((figure) => figure.holds)
  if (!json && figures.length === 0) console.log('  said nothing')
  if (!json && status !== 0 && figures.every((figure) => figure.holds)) console.log(`  ended with exit code ${status}`)
  return holds
}

/** @param {string} line @returns {Figure} */
function figureOf(line) {
  return JSON.parse(line)
}

/** @param {Figure} figure */
function rowOf({ name, value, unit, bound, holds }) {
  const number = (/** @type {number} */ each) => String(Number(each.toPrecision(4)))
  return `  ${holds ? '✓' : '✗'} ${name.padEnd(66)} ${number(value).padStart(9)} ${unit}  (bound ${number(bound)})`
}
