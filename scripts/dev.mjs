import { spawn } from 'node:child_process'
import { ensureInstalled } from './ensure-installed.mjs'
import { ROOT, projectEnvironment, projectNodeOrExit } from './project-node.mjs'
import { forwardSignals } from './run-child.mjs'
import { USAGE, parseStartOptions } from './start-options.mjs'

/** `npm run dev`: Spillway's server, and the console from its sources in front of it. Where one ends, both end. */
const SERVER = '127.0.0.1:7700'

const options = parseStartOptions(process.argv.slice(2), { SPILLWAY_LISTEN: SERVER, ...projectEnvironment() })
if (options.kind !== 'run') {
  console.log(options.kind === 'wrong' ? `${options.why}\n\n${USAGE}` : USAGE)
  process.exit(options.kind === 'wrong' ? 2 : 0)
}
await ensureInstalled()
const node = projectNodeOrExit()
const children = [
  ['--watch-path=bff', '--watch-path=mocks', '--watch-preserve-output', 'bff/main.ts', ...options.args],
  ['scripts/dev-console.mjs'],
].map((args) => spawn(node, args, { cwd: ROOT, env: options.env, stdio: ['ignore', 'inherit', 'inherit'] }))
children.forEach(forwardSignals)
const codes = children.map(
  (child) =>
    new Promise((resolve) => child.once('close', (code) => resolve(code ?? 0)).once('error', () => resolve(1))),
)
process.exitCode = await Promise.race(codes)
for (const child of children) child.kill('SIGTERM')
await Promise.all(codes)
