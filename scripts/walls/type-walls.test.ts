import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const FIXTURES = join(import.meta.dirname, 'fixtures/types')

/** Each room's own tsconfig, and the fixture that says what must be a type error in it (lines marked ✗) and what not. */
const ROOMS = {
  bff: 'server.ts',
  'bff/contract': 'pure.ts',
  'bff/topology': 'pure.ts',
  'bff/evacuation': 'pure.ts',
  'mocks/world': 'pure.ts',
  'mocks/scenarios': 'pure.ts',
  web: 'browser.ts',
  'web/engine': 'typed-array-loops.ts',
}

/** Compiled for its errors alone. */
const ALONE = { composite: false, incremental: false, emitDeclarationOnly: false, noEmit: true, tsBuildInfoFile: null }

describe('the environment is a wall', () => {
  test.for(Object.entries(ROOMS))('in %s', { timeout: 60_000 }, ([room, fixture]) => {
    const text = readFileSync(join(FIXTURES, fixture), 'utf8').split('\n')
    const marked = text.flatMap((line, index) => (line.includes('✗') ? [index + 1] : []))
    expect(marked.length).toBeGreaterThan(0)
    expect(linesWithTypeErrors(room, fixture)).toEqual(marked)
  })
})

/** Compiled inside the repository, so that the same type packages are found as by the room itself. */
function linesWithTypeErrors(room: string, fixture: string): number[] {
  const place = join(ROOT, '.cache/type-walls', room)
  mkdirSync(place, { recursive: true })
  copyFileSync(join(FIXTURES, fixture), join(place, fixture))
  const config = {
    extends: join(ROOT, room, 'tsconfig.json'),
    compilerOptions: { ...ALONE, rootDir: '.' },
    include: [],
    files: [fixture],
    references: [],
  }
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify(config))
  const { stdout, status } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', place, '--pretty', 'false'], {
    cwd: place,
    encoding: 'utf8',
  })
  expect(status).not.toBe(0)
  const lines = [...stdout.matchAll(/^(.+)\((\d+),\d+\): error/gm)].map((match) => {
    expect(match[1]).toBe(fixture)
    return Number(match[2])
  })
  return [...new Set(lines)].toSorted((a, b) => a - b)
}
