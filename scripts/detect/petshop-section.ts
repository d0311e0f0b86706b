import { createHash } from 'node:crypto'
import type { DetectSection } from '../detect-table.ts'
import { type PetshopScore, scorePetshop } from './score-petshop.ts'

const PERCENT = 100

/** PetShop as a part of the benchmark's table: how often, in percent, the broken node is named first or among three. */
export function petshopSection(dir: string): DetectSection {
  const before = process.cpuUsage()
  const { all, parts, rankings } = scorePetshop(dir)
  const { user, system } = process.cpuUsage(before)
  const names = rankings.map(({ issue, rootCause }) => `${issue} ${rootCause}`).toSorted()
  return {
    name: 'PetShop',
    fingerprint: createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 16),
    rows: [all, ...parts].map((score) => ({
      name: score.name,
      figures: figuresOf(score),
      notes: { issues: score.issues, ...(score === all && { 'ms an issue': (user + system) / 1_000 / all.issues }) },
    })),
  }
}

function figuresOf({ top1, top3 }: PetshopScore): Record<string, number> {
  return { 'top-1 %': PERCENT * top1, 'top-3 %': PERCENT * top3 }
}
