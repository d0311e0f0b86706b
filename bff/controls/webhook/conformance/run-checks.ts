import type { State } from '../wire.ts'
import { CHECKS } from './checks.ts'
import { Breach, createKit, type Kit, type KitSettings } from './kit.ts'

export interface CheckResult {
  name: string
  promise: string
  outcome: 'kept' | 'broken' | 'skipped'
  /** How it is broken, or why it was skipped. */
  says: string
}

/** Runs every check against one instance, one after another, and puts the weights back as they were. */
export async function runChecks(settings: KitSettings): Promise<CheckResult[]> {
  const kit = createKit(settings)
  let before: State
  let described
  try {
    described = await kit.describe()
    before = await kit.state()
  } catch (error) {
    return [{ name: 'can-be-asked', promise: '/describe and state answer', outcome: 'broken', says: wordsOf(error) }]
  }
  const results: CheckResult[] = []
  for (const { name, promise, skip, run } of CHECKS) {
    const skipped = skip?.(described) ?? null
    if (skipped !== null) {
      results.push({ name, promise, outcome: 'skipped', says: skipped })
      continue
    }
    try {
      await run(kit, described)
      results.push({ name, promise, outcome: 'kept', says: '' })
    } catch (error) {
      results.push({ name, promise, outcome: 'broken', says: wordsOf(error) })
    }
  }
  return [...results, await putBack(kit, before)]
}

async function putBack(kit: Kit, before: State): Promise<CheckResult> {
  const own = { name: 'puts-back', promise: 'the weights are again what they were before this run' }
  try {
    const segments = before.segments.map(({ segment, weights }) => ({ segment, weights }))
    await kit.carryOut({}, { segments })
    return { ...own, outcome: 'kept', says: '' }
  } catch (error) {
    return { ...own, outcome: 'broken', says: `${wordsOf(error)}; put them back by hand` }
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof Breach) return error.message
  throw error
}

export function printResults(results: readonly CheckResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length))
  const words = { kept: 'ok     ', broken: 'BROKEN ', skipped: 'skipped' }
  const lines = results.map(({ name, promise, outcome, says }) => {
    const line = `${words[outcome]}  ${name.padEnd(width)}  ${promise}`
    return says === '' ? line : `${line}\n${' '.repeat(width + 11)}→ ${says}`
  })
  const count = (outcome: CheckResult['outcome']) => results.filter((result) => result.outcome === outcome).length
  return [...lines, '', `${count('kept')} kept, ${count('broken')} broken, ${count('skipped')} skipped`].join('\n')
}
