import { ensureBuilt } from './ensure-built.mjs'
import { ensureInstalled } from './ensure-installed.mjs'
import { ROOT, projectEnvironment, projectNodeOrExit } from './project-node.mjs'
import { runChild } from './run-child.mjs'
import { USAGE, parseStartOptions } from './start-options.mjs'

/** `npm start`: install what is missing, build what is out of date, run Spillway. */
const options = parseStartOptions(process.argv.slice(2), projectEnvironment())
if (options.kind === 'help') {
  console.log(USAGE)
} else if (options.kind === 'wrong') {
  console.error(`${options.why}\n\n${USAGE}`)
  process.exitCode = 2
} else {
  await ensureInstalled()
  await ensureBuilt()
  process.exitCode = await runChild(projectNodeOrExit(), ['bff/main.ts', ...options.args], {
    cwd: ROOT,
    env: options.env,
  })
}
