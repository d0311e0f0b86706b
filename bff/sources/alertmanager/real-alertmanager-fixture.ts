import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { freePort, startChild, until, type RunningChild } from '#bff/controls/child-fixture.ts'

/** A real Alertmanager on a free loopback port, for tests: alone, with quick groups, everything in a directory of its own. */
export interface RealAlertmanager {
  readonly url: string
  /** Ends the process; `start` begins another one over the same data: it has forgotten its alerts. */
  stop(): Promise<void>
  start(): Promise<void>
  dispose(): Promise<void>
}

export interface HookTarget {
  url: string
  /** Bearer credentials. */
  secret?: string
}

const NAMES = ['prometheus-alertmanager', 'alertmanager']

/** The binary named by SPILLWAY_TEST_ALERTMANAGER, or one on the PATH. */
export function findAlertmanager(): string | undefined {
  const named = process.env['SPILLWAY_TEST_ALERTMANAGER']
  const directories = (process.env['PATH'] ?? '').split(delimiter)
  const candidates =
    named === undefined || named === ''
      ? NAMES.flatMap((name) => directories.map((directory) => join(directory, name)))
      : [named]
  const found = candidates.find(isExecutable)
  if (found !== undefined) return found
  const missing =
    'No Alertmanager is installed here (Debian: apt-get install prometheus-alertmanager; or SPILLWAY_TEST_ALERTMANAGER=/path/to/it)'
  if (process.env['CI'] === 'true') throw new Error(`${missing}; with CI=true its tests must not be skipped.`)
  process.stderr.write(
    `\n**********\nSKIPPED: ${missing}.\nWhat is tested against a real Alertmanager was NOT tested.\n**********\n\n`,
  )
  return undefined
}

/** What is told to whom, and who keeps whom from being told; the fake of the tests has the same. */
export const RECEIVER = 'on-call'
export const GROUP_BY = ['alertname', 'cluster'] as const
export const INHIBIT_EQUAL = ['alertname', 'service', 'cluster'] as const

/** Undefined where none is installed; that is said loudly, and is an error with CI=true. */
export async function startAlertmanager(input: {
  hooks?: readonly HookTarget[]
}): Promise<RealAlertmanager | undefined> {
  const binary = findAlertmanager()
  if (binary === undefined) return undefined
  const directory = mkdtempSync(join(tmpdir(), 'spillway-alertmanager-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  // JSON is YAML.
  writeFileSync(join(directory, 'alertmanager.yml'), JSON.stringify(configuration(input.hooks ?? [])))
  let child: RunningChild | null = null

  async function start(): Promise<void> {
    const running = startChild(binary ?? '', [
      `--config.file=${join(directory, 'alertmanager.yml')}`,
      `--storage.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ])
    child = running
    await until('Alertmanager is ready', () => {
      if (running.hasEnded()) throw new Error(`Alertmanager ended while starting:\n${running.log()}`)
      return fetch(`${url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      )
    })
  }
  async function stop(): Promise<void> {
    await child?.end()
    child = null
  }
  async function dispose(): Promise<void> {
    await stop()
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    await start()
  } catch (error) {
    await dispose()
    throw error
  }
  return { url, start, stop, dispose }
}

function configuration(hooks: readonly HookTarget[]): object {
  return {
    route: {
      receiver: RECEIVER,
      group_by: GROUP_BY,
      group_wait: '1s',
      group_interval: '1s',
      repeat_interval: '1h',
    },
    receivers: [
      {
        name: RECEIVER,
        webhook_configs: hooks.map(({ url, secret }) => ({
          url,
          ...(secret === undefined ? {} : { http_config: { authorization: { credentials: secret } } }),
        })),
      },
      { name: 'nobody' },
    ],
    inhibit_rules: [
      {
        source_matchers: ['severity="critical"'],
        target_matchers: ['severity="warning"'],
        equal: INHIBIT_EQUAL,
      },
    ],
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
