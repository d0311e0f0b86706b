import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'

export interface Finding {
  file: string
  line: number
  /** `house/doors`, `eslint/max-lines`. */
  rule: string
}

const Report = z.object({
  number_of_files: z.number(),
  diagnostics: z.array(
    z.object({
      code: z.string(),
      filename: z.string(),
      labels: z.array(z.object({ span: z.object({ line: z.number() }) })).min(1),
    }),
  ),
})

/** Runs the linter as `npm run check` does. */
export function lint(root: string, paths: string[]): { files: number; findings: Finding[] } {
  const bin = join(root, 'node_modules/.bin/oxlint')
  const { stdout, stderr } = spawnSync(bin, ['-f', 'json', ...paths], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (!stdout.startsWith('{')) throw new Error(`the linter said no JSON: ${stdout}${stderr}`)
  const report = Report.parse(JSON.parse(stdout))
  return {
    files: report.number_of_files,
    findings: report.diagnostics.map(({ code, filename, labels }) => ({
      file: filename.replaceAll('\\', '/'),
      line: labels[0]?.span.line ?? 0,
      rule: code.replace('(', '/').replace(')', '').replace('react-hooks/', 'react/'),
    })),
  }
}
