import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { detectAll, scoreNab } from '#bff/detection/scoring/score-nab.ts'
import { windowedGaussianScores } from '#bff/detection/scoring/windowed-gaussian.ts'
import { readNab } from './read-nab.ts'

const ROOT = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'spillway-detect-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** One series of 2,000 rows, a spike in row 1,200, its window around it. */
function writeFolder(): void {
  const time = (row: number) =>
    new Date(Date.UTC(2026, 0, 1) + row * 300_000).toISOString().slice(0, 19).replace('T', ' ')
  const rows = Array.from({ length: 2_000 }, (_, row) => `${time(row)},${row === 1_200 ? 90 : (row * 37) % 11}`)
  mkdirSync(join(folder, 'some'), { recursive: true })
  writeFileSync(join(folder, 'some', 'spike.csv'), `timestamp,value\n${rows.join('\n')}\n`)
  const windows = { 'some/spike.csv': [[`${time(1_195)}.000000`, `${time(1_250)}.000000`]] }
  writeFileSync(join(folder, 'combined_windows.json'), JSON.stringify(windows))
}

test('a folder of the same form is read, scored and written row by row', () => {
  writeFolder()
  const [series] = readNab(folder)
  expect(series).toMatchObject({ name: 'some/spike.csv', windows: [[1_195, 1_250]] })
  const command = [join(ROOT, 'scripts/bench-detect.ts'), '--nab', folder, '--scores', join(folder, 'scores'), '--json']
  const { stdout, status } = spawnSync(process.execPath, command, { encoding: 'utf8' })
  expect(status).toBe(0)
  const figures = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const detector = figures.find(({ section, name }) => section === 'NAB' && name === 'series detector')
  expect(detector?.figures.standard).toBeGreaterThan(80)
  const written = readFileSync(join(folder, 'scores', 'some', 'spike.csv'), 'utf8')
    .trim()
    .split('\n')
  expect(written[0]).toBe('timestamp,value,anomaly_score')
  expect(written).toHaveLength(2_001)
  expect(written[1_201]).toMatch(/^2026-01-05 04:00:00,90,\d+\.\d+$/)
}, 60_000)

// The series themselves stay beside the project; where they lie there, what is published of them must come out.
const DEVELOPMENT_SERIES = join(ROOT, '..', 'shared', 'data', 'nab')
test.each([DEVELOPMENT_SERIES].filter((path) => existsSync(path)))(
  'the published scores of the windowed Gaussian come out to the tenth: %s',
  (path) => {
    const scored = detectAll(readNab(path), (one) => windowedGaussianScores(one.values))
    expect(scoreNab(scored).map(({ score }) => Number(score.toFixed(1)))).toEqual([39.4, 25.4, 46.2])
  },
  60_000,
)
