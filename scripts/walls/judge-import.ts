import { DOORS, FILE_DOORS, PACKAGE_HOMES, PURE_ROOMS, TRUTH_FILES, TRUTH_READERS } from './rooms.ts'
import { isFixture, isTestFile, matchesPlace, roomOf } from './places.ts'
import { targetOf } from './specifiers.ts'

export type ImportWall = 'spelling' | 'relative-imports-stay' | 'doors' | 'test-support' | 'truth' | 'packages'

export interface BrokenWall {
  wall: ImportWall
  message: string
}

/**
 * The first wall an import breaks, or null. Paths are from the root of the repository. A file named by URL (a worker, a
 * child process) can be spelled relatively alone; its door is judged all the same.
 */
export function judgeImport(importer: string, specifier: string, form: 'import' | 'url' = 'import'): BrokenWall | null {
  const target = targetOf(specifier, importer)
  if (target.kind === 'unreadable') {
    return { wall: 'spelling', message: `"${specifier}": write "./x.ts" within a room, "#bff/room/x.ts" between rooms` }
  }
  if (target.kind === 'package') return judgePackage(importer, target.name)
  if (!/\.[a-z0-9]+$/.test(target.path)) {
    return { wall: 'spelling', message: `"${specifier}" lacks its extension: Node runs these files as they are` }
  }
  return (
    (form === 'url' ? null : judgeSpelling(importer, target.path, target.spelling)) ??
    judgeTestSupport(importer, target.path) ??
    judgeDoor(importer, target.path)
  )
}

function judgeSpelling(importer: string, path: string, spelling: 'relative' | 'room'): BrokenWall | null {
  if (spelling === 'room' || roomOf(importer) === roomOf(path)) return null
  return {
    wall: 'relative-imports-stay',
    message: `a relative import leaves ${roomOf(importer)} for ${roomOf(path)}: between rooms only "#room/…"`,
  }
}

function judgeTestSupport(importer: string, path: string): BrokenWall | null {
  const inTest = isTestFile(importer) || roomOf(importer) === 'e2e'
  if (isFixture(path) && !inTest) {
    return { wall: 'test-support', message: `${path} is support for tests; only tests may import it` }
  }
  const isTruth = path.startsWith(TRUTH_FILES) || /^mocks\/scenarios\/.*truth[^/]*$/.test(path)
  const mayRead = inTest || roomOf(importer) === 'mocks/scenarios' || TRUTH_READERS.includes(importer)
  if (isTruth && !mayRead) {
    return { wall: 'truth', message: `${path} says what is to be detected; only tests and scoring may read it` }
  }
  return null
}

function judgeDoor(importer: string, path: string): BrokenWall | null {
  const from = roomOf(importer)
  const to = roomOf(path)
  if (from === to || isTestFile(importer) || (from === 'e2e' && isFixture(path))) return null
  const doors = [...(DOORS[from] ?? []), ...(FILE_DOORS[importer] ?? [])]
  if (doors.some((door) => matchesPlace(door, to) || matchesPlace(door, path))) return null
  const known = DOORS[from] === undefined ? ` (${from} is no room yet: scripts/walls/rooms.ts)` : ''
  return { wall: 'doors', message: `${from} may not import from ${to}${known}` }
}

function judgePackage(importer: string, name: string): BrokenWall | null {
  if (isTestFile(importer)) return null
  const room = roomOf(importer)
  const home = PACKAGE_HOMES.find(({ packages }) => packages.test(name))
  if (home === undefined) {
    return { wall: 'packages', message: `${name} has no room of its own yet: scripts/walls/rooms.ts` }
  }
  const named = home.rooms.some(
    (pattern) => matchesPlace(pattern, room) && (pattern === room || !PURE_ROOMS.includes(room)),
  )
  if (named) return null
  return { wall: 'packages', message: `${room} may not use ${name}; it belongs to ${home.rooms.join(', ')}` }
}
