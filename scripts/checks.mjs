import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './ensure-built.mjs'
import { ROOT, projectEnvironment, projectNodeOrExit, toolFile } from './project-node.mjs'
import { runChild } from './run-child.mjs'

/** What has to hold before any test runs, in the order of how soon it tells. Each counts as one test. */
export const CHECKS = [
  { name: 'types', run: () => node(toolFile('typescript', 'bin/tsc'), '-b') },
  { name: 'lint and import walls', run: lint },
  { name: 'names, directives, READMEs', run: () => node('scripts/walls/check-house.ts') },
  { name: 'format', run: () => node(toolFile('oxfmt', 'bin/oxfmt'), '--check') },
  { name: 'build', run: build },
  { name: 'size of the first picture', run: () => node('scripts/size-budget.ts') },
]

/** @param {string[]} args */
function node(...args) {
  return runChild(projectNodeOrExit(), args, { cwd: ROOT, env: projectEnvironment() })
}

/** A linter that looked at nothing is silent too, so it is asked how many files it has seen. */
async function lint() {
  let said = ''
  const code = await runChild(projectNodeOrExit(), [toolFile('oxlint', 'bin/oxlint')], {
    cwd: ROOT,
    env: projectEnvironment(),
    onOutput: (text) => void (said += text),
  })
  if (code !== 0) return code
  const seen = Number(/ on (\d+) files/.exec(said)?.[1] ?? 0)
  const written = ['bff', 'web', 'mocks', 'e2e'].flatMap((side) =>
    readdirSync(join(ROOT, side), { recursive: true, encoding: 'utf8' }),
  )
  const sources = written.filter((path) => /\.tsx?$/.test(path)).length
  if (seen >= sources) return 0
  console.error(`the linter looked at ${seen} files, but there are ${sources}`)
  return 1
}
