import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installDebianPackages } from './debian-packages.mjs'
import { ROOT } from './project-node.mjs'
import { answerOf, runChild } from './run-child.mjs'

/**
 * The real servers of the Java world that tests talk to: fetched from Maven Central once, compiled once, and kept in
 * `.cache`, where the tests look for them.
 */
const SOURCES = join(ROOT, 'scripts/java-servers')
const BUILT = join(ROOT, '.cache/java-servers')
const SERVERS = ['eureka', 'hystrix']
const COPY_JARS = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies'
/** Of one server's jars, some 60 MB. */
const FETCH_LIMIT_MS = 600_000

export const NO_JAVA_SERVERS =
  'The real Eureka and Hystrix could not be made ready: they need a JDK of 17 or newer and Maven (Debian: apt-get install default-jdk-headless maven), and Maven Central once.'

/** Netflix publishes Atlas on its releases page only, so it is never fetched by itself. */
export const NO_ATLAS =
  'No real Atlas: name the standalone jar of a release (github.com/Netflix/atlas) in SPILLWAY_TEST_ATLAS.'

/** True when every server is ready, after fetching and compiling what is missing. */
export async function findOrBuildJavaServers() {
  const missing = SERVERS.filter((name) => !isReady(name))
  if (missing.length === 0 && hasJava()) return true
  if (!(hasJava() && hasTools()) && !(await installTools())) return false
  for (const name of missing) if (!(await build(name))) return false
  return true
}

/** The standalone jar that the environment names; null where there is none. */
export function findAtlas() {
  const named = process.env['SPILLWAY_TEST_ATLAS']
  return named !== undefined && existsSync(named) ? named : null
}

function hasJava() {
  const version = answerOf('java', ['--version'])
  return Number(/\b(\d+)[.\d]*/.exec(version ?? '')?.[1] ?? 0) >= 17
}

function hasTools() {
  return answerOf('javac', ['--version']) !== null && answerOf('mvn', ['--version']) !== null
}

async function installTools() {
  return (await installDebianPackages(['default-jdk-headless', 'maven'], 600_000)) && hasJava() && hasTools()
}

/** @param {string} name */
function isReady(name) {
  const stamp = join(BUILT, name, 'built-from')
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOf(name)
}

/** @param {string} name */
async function build(name) {
  console.log(`Fetching and compiling the real ${name} (once; a minute) …`)
  // Made whole beside its place, so that nobody meets half of it.
  const making = join(BUILT, `${name}.${process.pid}`)
  const place = join(BUILT, name)
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  const directory = join(SOURCES, name)
  const jars = join(making, 'lib')
  const fetched = await runChild(
    'mvn',
    ['-q', '-B', '-f', join(directory, 'pom.xml'), COPY_JARS, '-DincludeScope=runtime', `-DoutputDirectory=${jars}`],
    { timeLimitMs: FETCH_LIMIT_MS },
  )
  const compiled =
    fetched === 0 &&
    (await runChild('javac', ['-d', join(making, 'classes'), '-cp', join(jars, '*'), ...javaFiles(directory)], {
      timeLimitMs: FETCH_LIMIT_MS,
    })) === 0
  if (compiled) {
    writeFileSync(join(making, 'built-from'), digestOf(name))
    rmSync(place, { recursive: true, force: true })
    renameSync(making, place)
  } else rmSync(making, { recursive: true, force: true })
  return compiled
}

/** @param {string} name */
function digestOf(name) {
  const directory = join(SOURCES, name)
  const hash = createHash('sha256')
  for (const file of [join(directory, 'pom.xml'), ...javaFiles(directory)]) hash.update(readFileSync(file))
  return hash.digest('hex')
}

/** @param {string} directory */
function javaFiles(directory) {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.java'))
    .toSorted()
    .map((name) => join(directory, name))
}

if (process.argv[1] === import.meta.filename) process.exitCode = (await findOrBuildJavaServers()) ? 0 : 1
