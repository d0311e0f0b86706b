import type { DoctorFinding } from '#bff/sources/source.ts'

const MARKS: Record<DoctorFinding['outcome'], string> = { ok: 'ok', warning: 'look', failed: 'FAILED' }

/** A table for a terminal: what was asked, how it went, how fresh, and the answer in words; what is to be copied below it. */
export function printFindings(findings: readonly DoctorFinding[]): string {
  const rows = findings.map((finding) => [
    finding.source,
    finding.asked,
    MARKS[finding.outcome],
    printAge(finding.ageMs),
    finding.answer,
  ])
  const heading = ['source', 'asked', 'result', 'age', 'answer']
  const widths = heading.map((word, column) => Math.max(word.length, ...rows.map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  const counts = (outcome: DoctorFinding['outcome']) => findings.filter((finding) => finding.outcome === outcome).length
  const summary = `${counts('ok')} ok, ${counts('warning')} to look at, ${counts('failed')} failed`
  const advice = findings.flatMap(({ source, asked, advice: text }) =>
    text === undefined ? [] : ['', `${source}, ${asked}:`, '', text],
  )
  return [line(heading), ...rows.map(line), ...advice, '', summary].join('\n')
}

function printAge(ageMs: number | null): string {
  if (ageMs === null) return '–'
  return ageMs < 120_000 ? `${Math.round(ageMs / 1_000)} s` : `${Math.round(ageMs / 60_000)} min`
}
