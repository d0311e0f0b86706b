import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** What the environment says about this process; everything else is in the configuration file. */
export interface Settings {
  /** Null: there is none, and the simulated world is shown. */
  configurationFile: string | null
  stateDirectory: string
  /** `host:port`; wins over the file's. */
  listen: string | null
}

export function settingsFrom(environment: Readonly<Record<string, string | undefined>>): Settings {
  const named = nonEmpty(environment['SPILLWAY_CONFIG'])
  const beside = resolve('spillway.yaml')
  return {
    configurationFile: named === null ? (existsSync(beside) ? beside : null) : resolve(named),
    stateDirectory: resolve(nonEmpty(environment['SPILLWAY_STATE']) ?? '.spillway'),
    listen: nonEmpty(environment['SPILLWAY_LISTEN']),
  }
}

function nonEmpty(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text.trim()
}
