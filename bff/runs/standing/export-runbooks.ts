import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plan } from '#contract/evacuation/plan.ts'
import { standingStateOf, type StandingPlan } from '#contract/evacuation/standing.ts'
import { remark } from '#bff/evacuation/planner/runbook-shell.ts'
import { writeRunbook, type PlaneByHand } from '#bff/evacuation/planner/write-runbook.ts'

/** The runbook of a standing plan as it is written ahead of time: its name tells of when it is. */
export interface Runbook {
  file: string
  text: string
}

/** What would be done by hand: what was approved while it still is right, else what was planned last; null: neither. */
export function runbookOf(standing: StandingPlan, planes: readonly PlaneByHand[], now: number): Runbook | null {
  const state = standingStateOf(standing, now)
  const fresh = standing.fresh?.plan ?? null
  const plan = state === 'approved' ? (standing.approved ?? fresh) : (fresh ?? standing.approved ?? standing.candidate)
  if (plan === null) return null
  const [first = '', ...rest] = writeRunbook(plan, planes).split('\n')
  const head = headOf(standing, plan, state, now).map((line) => `# ${remark(line)}`)
  return { file: `${stemOf(standing)}${stampOf(now)}.sh`, text: [first, ...head, '#', ...rest].join('\n') }
}

function headOf(standing: StandingPlan, plan: Plan, state: string, now: number): string[] {
  const { approval } = standing
  return [
    `Written ahead of time, ${new Date(now).toISOString()}: planned then, not now. It is written anew each night:`,
    'where this time is days ago, read every plane (show) and compare before you write anything.',
    state === 'approved' && approval !== null && plan.hash === approval.planHash
      ? `Approved by ${approval.by} on ${new Date(approval.at).toISOString()}, until ${new Date(approval.expiresAt).toISOString()}.`
      : `NOT APPROVED (${state}): as planned at the last refresh.`,
  ]
}

/**
 * Writes one file a standing plan, whole or not at all, and removes the one before it. Answers the names of what was
 * written; a directory that cannot be written fails.
 */
export async function exportRunbooks(directory: string, runbooks: readonly Runbook[]): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  for (const runbook of runbooks) await writeWhole(directory, runbook)
  const stems = new Map(runbooks.map(({ file }) => [file.replace(STAMP, ''), file]))
  for (const name of await readdir(directory)) {
    const newest = STAMP.test(name) ? stems.get(name.replace(STAMP, '')) : undefined
    if (newest !== undefined && newest !== name) await rm(join(directory, name), { force: true })
  }
}

async function writeWhole(directory: string, { file, text }: Runbook): Promise<void> {
  const half = join(directory, `.${file}.half`)
  const handle = await open(half, 'w', 0o700)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(half, join(directory, file))
}

const STAMP = /\d{4}-\d\d-\d\dT\d{6}Z\.sh$/

/** A region's name may hold dots, so what follows is fixed in form. */
function stemOf({ region, failure }: StandingPlan): string {
  return `${region}.${failure}.`
}

/** `2026-11-23T030412Z`: sorts, and is a name on every file system. */
function stampOf(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19).replaceAll(':', '')}Z`
}
