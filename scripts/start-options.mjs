/** `SPILLWAY_LISTEN` when nothing else is said. */
const DEFAULT_HOST = '127.0.0.1'

/** Options that are whole numbers, each with an example; which numbers fit each other the world itself says. */
const COUNTS = new Map([
  ['--services', 1000],
  ['--connections', 4000],
])
const PASSED_ON = new Set(['--scenario', '--seed', ...COUNTS.keys()])

export const USAGE = `npm start [-- options]
  --scenario NAME   the story the simulated world tells: calm, bad-deploy, region-failure, zone-degraded, retry-storm,
                    slow-dependency, memory-leak, cache-loss, partial-outage, two-at-once
  --services N      a made-up fleet instead: N services in each of three regions, 1 to 5,000 …
  --connections N   … and N connections between them in each region, up to 20,000; about four a service when absent
  --seed N          another one of the same kind; "random" for a new one each time
  --port N          listen on this port of this machine (as SPILLWAY_LISTEN=127.0.0.1:N)
  --help            this text
With ./spillway.yaml (or SPILLWAY_CONFIG=file) Spillway reads your own systems instead of the simulated world.`

/**
 * What is for the launcher and what for Spillway itself.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ kind: 'run', args: string[], env: NodeJS.ProcessEnv } | { kind: 'help' } | { kind: 'wrong', why: string }}
 */
export function parseStartOptions(args, env) {
  /** @type {string[]} */
  const passed = []
  const own = { ...env }
  const rest = args.flatMap((arg) =>
    /^--\w[\w-]*=/.test(arg) ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg],
  )
  for (let index = 0; index < rest.length; index += 2) {
    const name = rest[index]
    const value = rest[index + 1]
    if (name === '--help' || name === '-h') return { kind: 'help' }
    if (name !== '--port' && !PASSED_ON.has(name ?? '')) {
      return { kind: 'wrong', why: `"${name}" is no option of npm start` }
    }
    if (value === undefined || value === '') return { kind: 'wrong', why: `${name} needs a value` }
    if (COUNTS.has(name ?? '') && !/^\d+$/.test(value)) {
      return {
        kind: 'wrong',
        why: `${name} ${value}: expected a whole number, such as ${name} ${COUNTS.get(name ?? '')}`,
      }
    }
    if (name !== '--port') passed.push(name ?? '', value)
    else if (!isPort(value)) return { kind: 'wrong', why: `--port ${value}: expected a port between 0 and 65535` }
    else own['SPILLWAY_LISTEN'] = `${hostOf(env['SPILLWAY_LISTEN'])}:${value}`
  }
  if (passed.includes('--scenario') && passed.some((arg) => COUNTS.has(arg))) {
    return {
      kind: 'wrong',
      why: 'a made-up fleet tells no story: leave out --scenario, or --services and --connections',
    }
  }
  return { kind: 'run', args: passed, env: own }
}

/** @param {string} text */
function isPort(text) {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535
}

/** @param {string | undefined} listen */
function hostOf(listen) {
  const colon = listen?.lastIndexOf(':') ?? -1
  return listen === undefined || colon < 1 ? DEFAULT_HOST : listen.slice(0, colon)
}
