/** Where a file stands in the house, by its path from the root of the repository with forward slashes. */

const SIDES = ['bff', 'web', 'mocks']

/** `bff/sources/prometheus/client.ts` → `bff/sources`; a feature of the console is a room of its own. */
export function roomOf(path: string): string {
  const folders = path.split('/').slice(0, -1)
  const [side, room, feature] = folders
  if (side === undefined) return '.'
  if (!SIDES.includes(side) || room === undefined) return side
  if (side === 'web' && room === 'features' && feature !== undefined) return `${side}/${room}/${feature}`
  return `${side}/${room}`
}

/** Tests, benchmarks and test-only support: they play the part of the composition root. */
export function isTestFile(path: string): boolean {
  return /\.(test|bench|perf)\.tsx?$/.test(path) || isFixture(path)
}

export function isFixture(path: string): boolean {
  return /-fixture\.tsx?$/.test(path)
}

/** `*` stands for any part of one name; a pattern without it is compared as it is. */
export function matchesPlace(pattern: string, place: string): boolean {
  const wanted = pattern.split('/')
  const found = place.split('/')
  return wanted.length === found.length && wanted.every((name, index) => matchesName(name, found[index] ?? ''))
}

function matchesName(pattern: string, name: string): boolean {
  const [start = '', end] = pattern.split('*')
  if (end === undefined) return pattern === name
  return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end)
}
