import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { faultOfBarrel, faultOfMainExport, faultOfName, faultOfReadme, faultsOfDirectives } from './file-walls.ts'
import { DOORS } from './rooms.ts'

const SIDES = ['bff', 'web', 'mocks', 'e2e', 'scripts', 'public']
const NOT_OURS = /(^|\/)(node_modules|dist|fixtures\/house|fixtures\/types)(\/|$)/

/** Walls about files rather than code: names, directives, READMEs. */
export function faultsOfHouse(root: string): { files: number; faults: string[] } {
  const paths = SIDES.flatMap((side) => filesUnder(root, side))
  const faults = paths
    .filter((path) => /\.(tsx?|mjs|js|css|html)$/.test(path))
    .flatMap((path) => faultsOfFile(root, path))
  const known = new Set(paths)
  const left = paths.filter((path) => path.endsWith('.d.ts') && known.has(path.replace(/\.d\.ts$/, '.ts')))
  const leftovers = left.map((path) => `${path}: left by the compiler beside its source; delete it`)
  return { files: paths.length, faults: [...faults, ...leftovers, ...faultsOfReadmes(root, paths)] }
}

function faultsOfFile(root: string, path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8')
  const whole = [faultOfName(path), faultOfMainExport(path, text), faultOfBarrel(path, text)]
  return [
    ...whole.filter((fault) => fault !== null).map((fault) => `${path}: ${fault}`),
    ...(path.startsWith('scripts/walls/') ? [] : faultsOfDirectives(text)).map(
      ({ line, fault }) => `${path}:${line}: ${fault}`,
    ),
  ]
}

function faultsOfReadmes(root: string, paths: readonly string[]): string[] {
  const rooms = Object.keys(DOORS).filter((room) => room !== '.' && paths.some((path) => path.startsWith(`${room}/`)))
  const readmes = new Set([
    ...rooms.map((room) => `${room}/README.md`),
    ...paths.filter((path) => path.endsWith('/README.md')),
  ])
  return [...readmes].flatMap((path) => {
    const fault = faultOfReadme(existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null)
    return fault === null ? [] : [`${path}: ${fault}`]
  })
}

function filesUnder(root: string, side: string): string[] {
  if (!existsSync(join(root, side))) return []
  return readdirSync(join(root, side), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(root, posix.join(entry.parentPath.replaceAll('\\', '/'), entry.name)))
    .filter((path) => !NOT_OURS.test(path))
}
