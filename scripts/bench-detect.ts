import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { crossValidateNab, detectAll, emissionScores, scoreNab } from '#bff/detection/scoring/score-nab.ts'
import type { ScoredSeries } from '#bff/detection/scoring/nab-score.ts'
import { windowedGaussianScores } from '#bff/detection/scoring/windowed-gaussian.ts'
import { createSeriesDetector } from '#bff/detection/series/series-detector.ts'
import { baselineOf, type DetectSection, dropsBelow, isCompared, readBaseline, tableOf } from './detect-table.ts'
import { outliersSection } from './detect/outliers-section.ts'
import { petshopSection } from './detect/petshop-section.ts'
import { type NabSeries, readNab } from './read-nab.ts'

/**
 * `npm run bench:detect -- --nab DIR --petshop DIR [--scores DIR] [--json] [--keep]`: how well the detection does on
 * labelled data and on seeded fleets, as one table. `--scores` writes each series with what was said of each row; `--keep` makes these
 * figures the baseline. Fails where a figure is below the baseline for the same data.
 */
const BASELINE = join(import.meta.dirname, 'detect-baseline.json')
const { values } = parseArgs({
  options: {
    nab: { type: 'string' },
    petshop: { type: 'string' },
    scores: { type: 'string' },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
})

const sections: DetectSection[] = [outliersSection()]
if (values.nab !== undefined) sections.push(benchNab(readNab(values.nab)))
if (values.petshop !== undefined) sections.push(petshopSection(values.petshop))
if (sections.length === 1) {
  console.error('npm run bench:detect -- --nab DIR: a folder with combined_windows.json and the series it names')
  console.error(
    'npm run bench:detect -- --petshop DIR: a folder with graph.csv, noissue/ and issues, or several of them',
  )
}
report()

function report(): void {
  const baseline = readBaseline(BASELINE)
  if (values.keep) writeFileSync(BASELINE, `${JSON.stringify({ ...baseline, ...baselineOf(sections) }, null, 2)}\n`)
  for (const section of sections) {
    if (values.json) for (const row of section.rows) console.log(JSON.stringify({ section: section.name, ...row }))
    else console.log(`${tableOf(section).join('\n')}\n`)
    if (!isCompared(baseline, section)) console.error(`${section.name}: no baseline for this data, nothing is compared`)
  }
  const drops = values.keep ? [] : dropsBelow(baseline, sections)
  for (const drop of drops) console.error(`✗ ${drop}`)
  if (drops.length > 0) process.exitCode = 1
}

/** Our detector beside the published one by which the score itself is checked. */
function benchNab(series: readonly NabSeries[]): DetectSection {
  const before = process.cpuUsage()
  const ours = detectAll(series, emissionScores)
  const { user, system } = process.cpuUsage(before)
  const samples = series.reduce((sum, { values: { length } }) => sum + length, 0)
  const published = detectAll(series, (one) => windowedGaussianScores(one.values))
  if (values.scores !== undefined) writeScores(values.scores, series, ours)
  return {
    name: 'NAB',
    fingerprint: fingerprintOf(series),
    rows: [
      {
        name: 'series detector',
        figures: { ...nabFigures(ours), ...crossFigures(ours) },
        notes: {
          threshold: scoreNab(ours)[0]?.threshold ?? NaN,
          'µs a sample': (user + system) / samples,
          'bytes a series': createSeriesDetector().byteLength,
        },
      },
      { name: 'windowed Gaussian (check)', figures: nabFigures(published) },
    ],
  }
}

function nabFigures(scored: readonly ScoredSeries[]): Record<string, number> {
  return Object.fromEntries(scoreNab(scored).map(({ profile, score }) => [profile, score]))
}

function crossFigures(scored: readonly ScoredSeries[]): Record<string, number> {
  return Object.fromEntries(crossValidateNab(scored).map(({ profile, score }) => [`${profile}, cross`, score]))
}

function writeScores(folder: string, series: readonly NabSeries[], scored: readonly ScoredSeries[]): void {
  for (const [index, { name, rows }] of series.entries()) {
    const file = join(folder, name)
    mkdirSync(dirname(file), { recursive: true })
    const lines = rows.map((row, at) => `${row},${scored[index]?.scores[at] ?? 0}`)
    writeFileSync(file, `${['timestamp,value,anomaly_score', ...lines].join('\n')}\n`)
  }
}

/** The same names with the same number of rows are the same data. */
function fingerprintOf(series: readonly NabSeries[]): string {
  const names = series.map(({ name, rows }) => `${name} ${rows.length}`).toSorted()
  return createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 16)
}
