import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKS } from './checks.mjs'
import { ensureBuilt } from './ensure-built.mjs'
import { ensureInstalled } from './ensure-installed.mjs'
import { NO_ALERTMANAGER, findOrInstallAlertmanager } from './find-alertmanager.mjs'
import { NO_CHROMIUM, findOrInstallChromium } from './find-chromium.mjs'
import { NO_ATLAS, NO_JAVA_SERVERS, findAtlas, findOrBuildJavaServers } from './find-java-servers.mjs'
import { NO_PCP, findOrInstallPcp } from './find-pcp.mjs'
import { NO_PLANES, findOrInstallPlanes } from './find-planes.mjs'
import { NO_PROMETHEUS, findOrInstallPrometheus } from './find-prometheus.mjs'
import { ROOT, projectEnvironment, projectNodeOrExit, toolFile } from './project-node.mjs'
import { runChild } from './run-child.mjs'
import { MOST_SECOND_TRIES, isGood, lineOf, secondTriesOf, sumOf, tallyOfCheck, tallyOfVitest } from './tally.mjs'

/**
 * `npm test`: installs what is missing and runs everything; `npm run test:e2e` (`test.mjs e2e`) one suite alone, on a
 * fresh build. The last line says what came of it.
 */
const TURNS = [
  [{ name: 'unit and component tests', projects: ['unit', 'dom'] }],
  // An evacuation waits far more than it works, so the real servers have their turn beside it.
  [
    { name: 'integration tests, with real servers', projects: ['integration'] },
    { name: 'evacuations, over real and simulated planes', projects: ['runs'] },
  ],
  [{ name: 'end to end, in a real browser', projects: ['e2e'] }],
]
const REPORTS = join(ROOT, '.cache/test-reports')
const only = process.argv[2]
const turns = TURNS.map((turn) => turn.filter(({ projects }) => only === undefined || projects.includes(only)))
const startedAt = Date.now()
/** @type {import('./tally.mjs').Tally[]} */
const tallies = []
/** @type {string[]} */
const secondTries = []

await ensureInstalled()
const env = { ...projectEnvironment(), ...(await externalPrograms()) }
if (only !== undefined) await ensureBuilt()
else for (const { name, run } of CHECKS) await stage(name, async () => tallyOfCheck((await run()) === 0))
if (only === undefined) await stage('20,000 simulated stories of an evacuation', simulateStories)
for (const turn of turns) await Promise.all(turn.map((suite) => stage(suite.name, () => runSuite(suite.projects))))

if (secondTries.length > 0)
  console.log(`\n!! Passed only when tried again:\n${secondTries.map((line) => `   ${line}\n`).join('')}`)
if (secondTries.length > MOST_SECOND_TRIES) {
  console.log(`!! More than ${MOST_SECOND_TRIES} is not chance: the run has failed.`)
  tallies.push(tallyOfCheck(false))
}
const sum = sumOf(tallies)
console.log(`\nAll of it took ${secondsSince(startedAt)} s.`)
console.log(lineOf(sum))
process.exitCode = isGood(sum) ? 0 : 1

/**
 * @param {string} name
 * @param {() => Promise<import('./tally.mjs').Tally>} run
 */
async function stage(name, run) {
  console.log(`\n── ${name} (${secondsSince(startedAt)} s so far)`)
  const begun = Date.now()
  const tally = await run()
  tallies.push(tally)
  console.log(`── ${name}: ${lineOf(tally)} in ${secondsSince(begun)} s`)
}

/** @param {readonly string[]} projects */
async function runSuite(projects) {
  const file = join(REPORTS, `${projects.join('-')}.json`)
  mkdirSync(REPORTS, { recursive: true })
  rmSync(file, { force: true })
  const args = [
    toolFile('vitest', 'vitest.mjs'),
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]
  const code = await runChild(projectNodeOrExit(), args, { cwd: ROOT, env })
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
  secondTries.push(...secondTriesOf(report))
  return tallyOfVitest(report, code)
}

/** On both halves at once; each says its seeds, its faults and whatever was violated. */
async function simulateStories() {
  const half = 10_000
  const codes = await Promise.all(
    [1, half + 1].map((from) =>
      runChild(projectNodeOrExit(), ['scripts/simulate.ts', '--seeds', String(half), '--from', String(from)], {
        cwd: ROOT,
        env,
      }),
    ),
  )
  return tallyOfCheck(codes.every((code) => code === 0))
}

/** The browser, the Prometheus and the control planes the tests use. A missing one is said now and counted where it is missed. */
async function externalPrograms() {
  const chromium = await findOrInstallChromium()
  console.log(chromium === null ? `!! ${NO_CHROMIUM}` : `Browser: ${chromium}`)
  const prometheus = await findOrInstallPrometheus()
  if (prometheus !== null) console.log(`Prometheus: ${prometheus}`)
  else if (process.env['CI'] === 'true') console.log(`!! ${NO_PROMETHEUS} In CI that is a failure.`)
  else console.log(`!! ${NO_PROMETHEUS} The tests that need it are SKIPPED, and counted as such.`)
  if (prometheus === null && process.env['CI'] === 'true') tallies.push(tallyOfCheck(false))
  const planes = await findOrInstallPlanes()
  if (planes) console.log('Control planes: HAProxy, PowerDNS and its recursor')
  else
    console.log(
      `!! ${NO_PLANES} ${process.env['CI'] === 'true' ? 'In CI that is a failure.' : 'Their tests are SKIPPED.'}`,
    )
  if (!planes && process.env['CI'] === 'true') tallies.push(tallyOfCheck(false))
  const alertmanager = await theAlertmanager()
  const pcp = await performanceCoPilot()
  await javaServers()
  return {
    ...(chromium === null ? {} : { SPILLWAY_CHROMIUM: chromium }),
    ...(prometheus === null ? {} : { SPILLWAY_TEST_PROMETHEUS: prometheus }),
    ...(alertmanager === null ? {} : { SPILLWAY_TEST_ALERTMANAGER: alertmanager }),
    ...(pcp === null ? {} : { SPILLWAY_TEST_PCP: pcp }),
  }
}

async function theAlertmanager() {
  const found = await findOrInstallAlertmanager()
  const isCi = process.env['CI'] === 'true'
  if (found !== null) console.log(`Alertmanager: ${found}`)
  else
    console.log(
      `!! ${NO_ALERTMANAGER} ${isCi ? 'In CI that is a failure.' : 'Its tests are SKIPPED, and counted as such.'}`,
    )
  if (found === null && isCi) tallies.push(tallyOfCheck(false))
  return found
}

async function performanceCoPilot() {
  const root = await findOrInstallPcp()
  const isCi = process.env['CI'] === 'true'
  if (root !== null) console.log(`Performance Co-Pilot: ${root}`)
  else console.log(`!! ${NO_PCP} ${isCi ? 'In CI that is a failure.' : 'Its tests are SKIPPED, and counted as such.'}`)
  if (root === null && isCi) tallies.push(tallyOfCheck(false))
  return root
}

/** Where they are ready the tests find them by themselves. */
async function javaServers() {
  const isCi = process.env['CI'] === 'true'
  const areReady = await findOrBuildJavaServers()
  if (areReady) console.log('Java servers: Eureka, a producer of hystrix.stream')
  else console.log(`!! ${NO_JAVA_SERVERS} ${isCi ? 'In CI that is a failure.' : 'Their tests are SKIPPED.'}`)
  if (!areReady && isCi) tallies.push(tallyOfCheck(false))
  const atlas = findAtlas()
  console.log(atlas === null ? `!! ${NO_ATLAS} Its tests are SKIPPED, and counted as such.` : `Atlas: ${atlas}`)
}

/** @param {number} instant */
function secondsSince(instant) {
  return Math.round((Date.now() - instant) / 1000)
}
