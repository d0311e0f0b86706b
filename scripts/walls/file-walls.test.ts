import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { faultsOfHouse } from './house-faults.ts'
import { faultOfBarrel, faultOfMainExport, faultOfName, faultOfReadme, faultsOfDirectives } from './file-walls.ts'

describe('names', () => {
  test.for([
    'bff/history/utils.ts',
    'bff/history/index.ts',
    'web/ui/index.tsx',
    'web/ui/helpers/x.ts',
    'bff/lib/ring.ts',
    'web/live/liveStore.ts',
    'web/ui/Button.tsx',
    'bff/stream/session-manager.ts',
    'bff/stream/data.ts',
    'bff/stream/snake_case.ts',
  ])('%s is refused', (path) => {
    expect(faultOfName(path)).not.toBeNull()
  })
  test.for([
    'bff/history/ring.ts',
    'web/index.html',
    'web/ui/data-table.tsx',
    'bff/history/ring.test.ts',
    'e2e/journeys/demo.e2e.test.ts',
    'bff/store/migrations/001-start.ts',
    'vite.config.ts',
    'web/live/live-store-fixture.ts',
  ])('%s is good', (path) => {
    expect(faultOfName(path)).toBeNull()
  })
})

describe('main exports', () => {
  test.for([
    ['bff/history/ring.ts', 'export function foldFrames() {}'],
    ['web/ui/age-label.tsx', 'export function FreshnessBadge() {}'],
  ] as const)('%s does not tell: %s', ([path, text]) => {
    expect(faultOfMainExport(path, text)).not.toBeNull()
  })
  test.for([
    ['bff/history/ring.ts', 'export function createRing() {}'],
    ['bff/sources/prometheus/client.ts', 'export function createPrometheusClient() {}'],
    ['web/ui/age-label.tsx', 'export function AgeLabel() {}'],
    ['bff/contract/ids.ts', 'export const RegionId = 1\nexport const ZoneId = 2'],
    ['bff/history/ring.test.ts', 'export const other = 1'],
  ] as const)('%s tells: %s', ([path, text]) => {
    expect(faultOfMainExport(path, text)).toBeNull()
  })
})

describe('barrels', () => {
  test('only re-exports', () => {
    expect(faultOfBarrel('a.ts', "// all\nexport * from './x.ts'\nexport { y, type Z } from './y.ts'\n")).not.toBeNull()
    expect(faultOfBarrel('a.ts', "export type { Z } from './y.ts'")).not.toBeNull()
  })
  test('something of its own', () => {
    expect(faultOfBarrel('a.ts', "export * from './x.ts'\nexport const y = 1")).toBeNull()
  })
})

describe('directives', () => {
  test.for([
    '// oxlint-disable-next-line house/doors -- we really need this one',
    '// oxlint-disable max-lines -- it is long, but nicely so',
    '/* oxlint-disable */',
    '// oxlint-disable-next-line typescript/consistent-type-assertions',
    '// oxlint-disable-next-line typescript/consistent-type-assertions -- ok',
    '// oxlint-disable-next-line typescript/consistent-type-assertions, house/doors -- checked by the schema above',
    '// eslint-disable-next-line no-console -- it is only one line',
    '{/* oxlint-disable-next-line react/no-danger -- it is only one line */}',
  ])('%s is refused', (line) => {
    expect(faultsOfDirectives(`const a = 1\n${line}`)).toEqual([{ line: 2, fault: expect.any(String) }])
  })
  test.for([
    '// oxlint-disable-next-line typescript/consistent-type-assertions -- the schema above has checked it',
    'const a = 1',
  ])('%s is good', (line) => {
    expect(faultsOfDirectives(line)).toEqual([])
  })
})

test('a README has at most 25 lines, and is there', () => {
  expect(faultOfReadme('a\n'.repeat(25))).toBeNull()
  expect(faultOfReadme('a\n'.repeat(26))).not.toBeNull()
  expect(faultOfReadme(null)).not.toBeNull()
})

test('the whole house is looked at', () => {
  const house = mkdtempSync(join(tmpdir(), 'spillway-house-'))
  const files = {
    'bff/history/utils.ts': 'export const ring = 1\n',
    'bff/history/ring.ts': 'export const ring = 1 // oxlint-disable-line house/doors -- because of reasons\n',
    'bff/history/ring.d.ts': 'export declare const ring = 1\n',
    'web/live/README.md': 'long\n'.repeat(30),
    'web/live/live.ts': 'export const live = 1\n',
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true })
    writeFileSync(join(house, path), text)
  }
  const { files: seen, faults } = faultsOfHouse(house)
  rmSync(house, { recursive: true })
  expect(seen).toBe(5)
  expect(faults.map((fault) => fault.replace(/: .*/, '')).toSorted()).toEqual(
    [
      'bff/README.md',
      'bff/history/README.md',
      'bff/history/ring.d.ts',
      'bff/history/ring.ts:1',
      'bff/history/utils.ts',
      'bff/history/utils.ts',
      'web/README.md',
      'web/live/README.md',
    ].toSorted(),
  )
})
