import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { z } from 'zod'
import { printResults, runChecks } from '#bff/controls/webhook/conformance/run-checks.ts'
import { systemClock } from './clock.ts'

/**
 * `npm run conformance -- --url https://…/planes/edge --instance edge-1`: whether somebody's control endpoint keeps the
 * promises of bff/controls/webhook/README.md. It moves the weights of that one instance and puts them back, so it is not
 * for an instance that serves users. Exit code 1 where a promise is broken, 2 where it could not be asked for.
 */

const SECRET = 'SPILLWAY_CONFORMANCE_SECRET'
const USAGE = `npm run conformance -- --url ADDRESS --instance ID    or    --plane FILE [--instance ID]
  --plane     a file with the plane's entry as in controls: of spillway.yaml; its url and instances are taken
  --instance  the instance whose weights are moved and put back: none that serves users
  ${SECRET} holds the secret.
`

const PlaneFile = z.object({ url: z.url({ protocol: /^https?$/ }), instances: z.array(z.string()).min(1) })

async function runFromTerminal(): Promise<number> {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, plane: { type: 'string' }, instance: { type: 'string' } },
  })
  const plane = values.plane === undefined ? null : PlaneFile.parse(parse(readFileSync(values.plane, 'utf8')))
  const url = values.url ?? plane?.url
  const instance = values.instance ?? plane?.instances[0]
  const secret = process.env[SECRET]
  if (url === undefined || instance === undefined || secret === undefined || secret === '') {
    process.stderr.write(USAGE)
    return 2
  }
  process.stdout.write(`Asking ${url}, instance ${instance} …\n\n`)
  const runId = randomUUID().slice(0, 8)
  const results = await runChecks({ url, instance, secret, clock: systemClock, runId })
  process.stdout.write(`${printResults(results)}\n`)
  return results.some(({ outcome }) => outcome === 'broken') ? 1 : 0
}

process.exitCode = await runFromTerminal()
