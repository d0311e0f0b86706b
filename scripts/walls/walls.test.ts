import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { matchesPlace } from './places.ts'
import { DOORS, FILE_DOORS, PACKAGE_HOMES, PURE_ROOMS } from './rooms.ts'
import { SURROUNDING_WALLS } from './surroundings.ts'
import { lint, type Finding } from './run-linter-fixture.ts'

const ROOT = join(import.meta.dirname, '../..')
const FIXTURES = join(import.meta.dirname, 'fixtures/house')
const MARK = /✗ (.+)$/

/** The fixtures are linted in a house of their own, so that every path means what it means here. */
let house: string
let findings: Finding[]
let marks: Finding[]

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'spillway-walls-'))
  cpSync(FIXTURES, house, { recursive: true })
  cpSync(join(ROOT, '.oxlintrc.json'), join(house, '.oxlintrc.json'))
  cpSync(import.meta.dirname, join(house, 'scripts/walls'), { recursive: true })
  cpSync(join(ROOT, 'package.json'), join(house, 'package.json'))
  symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'))
  for (const [path, text] of Object.entries(generatedFixtures())) write(path, text)
  findings = lint(house, ['bff', 'web', 'mocks', 'e2e']).findings
  marks = filesUnder(house, ['bff', 'web', 'mocks', 'e2e']).flatMap(marksIn)
}, 60_000)
afterAll(() => rmSync(house, { recursive: true }))

describe('the walls', () => {
  test('fire on every marked line, and on no other', () => {
    expect(findings.map(sentence).toSorted()).toEqual(marks.map(sentence).toSorted())
  })

  test('are each proven by a fixture that fails', () => {
    const configured = rulesOf(readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8'))
    const proven = new Set(marks.map(({ rule }) => rule))
    expect(configured.filter((rule) => !proven.has(rule))).toEqual([])
  })

  test('bound every room in both spellings', () => {
    const rooms = Object.keys(DOORS).filter((room) => room.includes('/'))
    expect(rooms.length).toBeGreaterThan(20)
    const open = rooms.flatMap((from) => rooms.filter((to) => to !== from).flatMap((to) => openDoors(from, to)))
    const named = rooms.flatMap((from) =>
      rooms.filter((to) => (DOORS[from] ?? []).some((door) => matchesPlace(door, to))).map((to) => `${from} → ${to}`),
    )
    expect(open.toSorted()).toEqual(named.toSorted())
  })

  test('name only rooms that exist in the table', () => {
    const rooms = new Set(Object.keys(DOORS))
    const named = [...Object.values(DOORS), ...Object.values(FILE_DOORS)].flat().filter((door) => !/\.tsx?$/.test(door))
    expect(named.filter((door) => !rooms.has(door))).toEqual([])
    expect(PURE_ROOMS.filter((room) => !rooms.has(room))).toEqual([])
  })

  test('keep every kind of package and every reach in its place somewhere', () => {
    const failing = (rule: string) => marks.filter((mark) => mark.rule === rule).map((mark) => lineOf(mark))
    const packages = failing('house/packages')
    const unproven = PACKAGE_HOMES.filter(
      (home) => !packages.some((line) => home.packages.test(/import '(.+)'/.exec(line)?.[1] ?? '')),
    )
    expect(unproven.map(({ packages: pattern }) => pattern.source)).toEqual([])
    const reached = failing('house/surroundings').join('\n')
    for (const { reach } of SURROUNDING_WALLS) expect(reached).toMatch(WORDS_OF_REACH[reach])
  })
})

test('the linter looks at the whole house', () => {
  const { files } = lint(ROOT, [])
  const sources = filesUnder(ROOT, ['bff', 'web', 'mocks', 'e2e', 'scripts'], /fixtures|node_modules/)
  expect(sources.length).toBeGreaterThan(60)
  expect(files).toBeGreaterThanOrEqual(sources.length)
  // The linter reads a thousand files: on a busy machine that takes its time.
}, 60_000)

const WORDS_OF_REACH = {
  clock: /Date\.now/,
  chance: /Math\.random/,
  frames: /requestAnimationFrame/,
  timers: /setInterval/,
  network: /fetch/,
  console: /console\./,
}

/** What cannot lie in the fixtures folder: long files, and tests, which the test runner would find. */
function generatedFixtures(): Record<string, string> {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `export const row${index} = ${index}`)
  const calls = (count: number) => Array.from({ length: count }, () => '  run()')
  const functionOf = (count: number, mark: string) =>
    [`export function long(run: () => void) {${mark}`, ...calls(count), '}', ''].join('\n')
  return {
    'bff/history/four-hundred-lines.ts': `${lines(400).join('\n')}\n`,
    'bff/history/four-hundred-and-one-lines.ts': `${lines(401).join('\n')} // ✗ eslint/max-lines\n`,
    'bff/history/sixty-lines.ts': functionOf(58, ''),
    'bff/history/sixty-one-lines.ts': functionOf(59, ' // ✗ eslint/max-lines-per-function'),
    'web/ui/ninety-lines.tsx': functionOf(88, ''),
    'web/ui/ninety-one-lines.tsx': functionOf(89, ' // ✗ eslint/max-lines-per-function'),
    'bff/history/long-test.test.ts': functionOf(200, ''),
    'bff/history/expect.test.ts': [
      `import { expect, test } from 'vitest'`,
      `test('nothing is asked', () => {`,
      `  expect(1) // ✗ vitest/valid-expect`,
      `  expect(1, 'why').toBe(1)`,
      '})',
      '',
    ].join('\n'),
    'bff/history/ring.test.ts': [
      `import '#mocks/scenarios/truth.ts'`,
      `import '#mocks/upstreams/world-server.ts'`,
      `import '#bff/store/store-fixture.ts'`,
      `import 'fast-check'`,
      `import '../store/store.ts' // ✗ house/relative-imports-stay`,
      `export const at = Date.now()`,
      '',
    ].join('\n'),
    'scripts/detect/score-stories.ts': `import '#mocks/scenarios/truth/truth-by-name.ts'\n`,
    'scripts/detect/tell-stories.ts': `import '#mocks/scenarios/truth/truth-by-name.ts' // ✗ house/truth\n`,
    ...probes(),
  }
}

/** From every room to every other, in both spellings. */
function probes(): Record<string, string> {
  const rooms = Object.keys(DOORS).filter((room) => room.includes('/'))
  return Object.fromEntries(
    rooms.map((from) => {
      const lines = rooms
        .filter((to) => to !== from)
        .flatMap((to) => [
          `import '${aliasOf(to)}/absent.ts'${isOpen(from, to) ? '' : ' // ✗ house/doors'}`,
          `import '${posix.relative(from, to)}/absent.ts' // ✗ house/relative-imports-stay`,
        ])
      return [`${from}/probe.ts`, `${lines.join('\n')}\nexport const probe = 1\n`]
    }),
  )
}

function isOpen(from: string, to: string): boolean {
  return (DOORS[from] ?? []).includes(to)
}

/** What the linter let through, read from its findings alone. */
function openDoors(from: string, to: string): string[] {
  const text = readFileSync(join(house, from, 'probe.ts'), 'utf8').split('\n')
  const line = text.findIndex((each) => each.startsWith(`import '${aliasOf(to)}/absent.ts'`)) + 1
  const fired = findings.some(
    (finding) => finding.file === `${from}/probe.ts` && finding.line === line && finding.rule.startsWith('house/'),
  )
  return fired ? [] : [`${from} → ${to}`]
}

function aliasOf(room: string): string {
  return room === 'bff/contract' ? '#contract' : `#${room}`
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true })
  writeFileSync(join(house, path), text)
}

function filesUnder(root: string, folders: string[], except = /node_modules/): string[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => posix.relative(root, posix.join(entry.parentPath, entry.name)))
    .filter((path) => !except.test(path))
}

function marksIn(file: string): Finding[] {
  return readFileSync(join(house, file), 'utf8')
    .split('\n')
    .flatMap((text, index) => {
      const mark = MARK.exec(text)?.[1]
      return mark === undefined ? [] : [{ file, line: index + 1, rule: mark.trim() }]
    })
}

function lineOf({ file, line }: Finding): string {
  return readFileSync(join(house, file), 'utf8').split('\n')[line - 1] ?? ''
}

function sentence({ file, line, rule }: Finding): string {
  return `${file}:${line} ${rule}`
}

function rulesOf(config: string): string[] {
  const { rules } = JSON.parse(config)
  return Object.entries(rules)
    .filter(([, level]) => level !== 'off')
    .map(([name]) => (name.includes('/') ? name : `eslint/${name}`))
}
