import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { scorePetshop } from './score-petshop.ts'

const dirs: string[] = []

afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true })
})

function variantIn(root: string, name: string, slow: string): void {
  const dir = join(root, name)
  const issue = join(dir, 'train', 'issue_0')
  mkdirSync(issue, { recursive: true })
  mkdirSync(join(dir, 'noissue'))
  writeFileSync(
    join(dir, 'graph.csv'),
    ',shop,"cart, old",stock\nshop,0.0,1.0,1.0\n"cart, old",0.0,0.0,0.0\nstock,0,0,0\n',
  )
  const nodes = ['shop', 'cart, old', 'stock']
  const header = [
    ['microservice', ...nodes.flatMap((node) => [`"${node}"`, `"${node}"`])].join(','),
    ['metric', ...nodes.flatMap(() => ['latency', 'requests'])].join(','),
    ['statistic', ...nodes.flatMap(() => ['Average', 'Sum'])].join(','),
    ['unix_timestamp', ...nodes.flatMap(() => ['', ''])].join(','),
  ]
  const row = (at: number, slowness: number) => {
    const noise = ((at * 7) % 5) / 1_000
    const cells = nodes.flatMap((node) => {
      const latency = (node === 'shop' ? 0.3 : 0.1) + noise + (node === 'shop' || node === slow ? slowness : 0)
      return [latency.toFixed(4), '100']
    })
    return [1_000 + at * 300, ...cells].join(',')
  }
  const quiet = Array.from({ length: 40 }, (_, at) => row(at, 0))
  const bad = [0, 0, 0.4, 0.5, 0].map((slowness, at) => row(at, slowness))
  writeFileSync(join(dir, 'noissue', 'metrics.csv'), [...header, ...quiet, ''].join('\n'))
  writeFileSync(join(issue, 'metrics.csv'), [...header, ...bad, ''].join('\n'))
  const target = { node: 'shop', metric: 'latency', agg: 'Average', timestamp: 1_700 }
  writeFileSync(join(issue, 'target.json'), JSON.stringify({ target, root_cause: { node: slow, metric: null } }))
}

test('every variant below a folder is scored, and a single one alone', () => {
  const root = mkdtempSync(join(tmpdir(), 'petshop-'))
  dirs.push(root)
  variantIn(root, 'low', 'cart, old')
  variantIn(root, 'high', 'stock')
  const { all, parts, rankings } = scorePetshop(root)
  expect(all).toEqual({ name: 'all', issues: 2, top1: 1, top3: 1 })
  expect(parts.map(({ name, issues }) => [name, issues])).toEqual([
    ['high', 1],
    ['low', 1],
    ['latency', 2],
  ])
  expect(rankings.map(({ issue, rank }) => [issue, rank])).toEqual([
    ['high/train/issue_0', 1],
    ['low/train/issue_0', 1],
  ])
  expect(rankings[1]?.causes[0]).toMatchObject({ node: 'cart, old', path: ['shop', 'cart, old'], since: 1_600_000 })
  expect(scorePetshop(join(root, 'low')).all.issues).toBe(1)
})
