import { parseArgs } from 'node:util'
import { readConfiguration } from '#bff/config/read-configuration.ts'
import { printFaults } from '#bff/config/configuration-fault.ts'
import { examineAccess } from './examine-access.ts'
import { buildControls } from './build-controls.ts'
import { buildSources } from './build-sources.ts'
import { systemClock } from './clock.ts'
import { examineIdentity } from './examine-identity.ts'
import { examineControl } from './examine-control.ts'
import { printFindings } from './print-findings.ts'
import { settingsFrom } from './settings-from-environment.ts'
import type { DoctorFinding, TrafficSource } from '#bff/sources/source.ts'

const EXAMINATION_LIMIT_MS = 30_000

/** Connects to everything the configuration names and says what came back; exit code 1 when anything failed. */
async function examineEverything(): Promise<number> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } })
  const settings = settingsFrom({
    ...process.env,
    ...(values.config === undefined ? {} : { SPILLWAY_CONFIG: values.config }),
  })
  if (settings.configurationFile === null) {
    process.stdout.write(
      'There is no spillway.yaml here and SPILLWAY_CONFIG names none: Spillway would show the simulated world.\n',
    )
    return 0
  }
  const outcome = readConfiguration(settings.configurationFile, process.env)
  if (outcome.kind === 'faulty') {
    process.stderr.write(`${printFaults(outcome.file, outcome.faults)}\n`)
    return 1
  }
  process.stdout.write(
    `${settings.configurationFile} is right. Asking ${outcome.configuration.sources.length} source(s) and ${outcome.configuration.controls.length} control(s) …\n\n`,
  )
  const sources = buildSources({ configuration: outcome.configuration, clock: systemClock })
  const controls = buildControls({ configuration: outcome.configuration, clock: systemClock })
  const examined = [examineAccess(outcome.configuration), ...sources.map(examine), ...controls.map(examineControl)]
  const told = (await Promise.all(examined)).flat()
  const signal = AbortSignal.timeout(EXAMINATION_LIMIT_MS)
  const names = await examineIdentity({ configuration: outcome.configuration, sources, clock: systemClock, signal })
  const findings = [...told, ...names]
  await Promise.all(sources.map((source) => source.close?.()))
  await Promise.all(controls.map((control) => control.close()))
  process.stdout.write(`${printFindings(findings)}\n`)
  return findings.some((finding) => finding.outcome === 'failed') ? 1 : 0
}

async function examine(source: TrafficSource): Promise<DoctorFinding[]> {
  try {
    return await source.examine({ signal: AbortSignal.timeout(EXAMINATION_LIMIT_MS) })
  } catch (error) {
    const answer = `The examination ended: ${error instanceof Error ? error.message : String(error)}.`
    return [{ source: source.id, asked: 'everything', outcome: 'failed', answer, ageMs: null }]
  }
}

process.exitCode = await examineEverything()
