import { posix } from 'node:path'

/** What an import names: a file of this repository, or a package. */
export type Target =
  | { kind: 'file'; path: string; spelling: 'relative' | 'room' }
  | { kind: 'package'; name: string }
  | { kind: 'unreadable' }

const ROOM_PREFIXES: readonly (readonly [string, string])[] = [
  ['#contract/', 'bff/contract/'],
  ['#bff/', 'bff/'],
  ['#web/', 'web/'],
  ['#mocks/', 'mocks/'],
  ['#e2e/', 'e2e/'],
  ['#scripts/', 'scripts/'],
]

/** Both spellings of an import lead to the same path, so that no wall depends on how it is written. */
export function targetOf(specifier: string, importer: string): Target {
  const bare = specifier.replace(/\?.*$/, '')
  if (bare.startsWith('.')) {
    return { kind: 'file', path: posix.normalize(posix.join(posix.dirname(importer), bare)), spelling: 'relative' }
  }
  if (bare.startsWith('#')) {
    const prefix = ROOM_PREFIXES.find(([alias]) => bare.startsWith(alias))
    if (prefix === undefined) return { kind: 'unreadable' }
    return { kind: 'file', path: posix.normalize(prefix[1] + bare.slice(prefix[0].length)), spelling: 'room' }
  }
  if (bare.startsWith('/') || bare.includes('://')) return { kind: 'unreadable' }
  return { kind: 'package', name: packageNameOf(bare) }
}

function packageNameOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
