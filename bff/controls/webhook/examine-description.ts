import type { ControlFinding } from '#bff/evacuation/control.ts'
import type { SignedClient } from './signed-client.ts'
import { judgeStatus } from './judge-status.ts'
import type { WebhookSettings } from './settings.ts'
import { Description, PATHS } from './wire.ts'

/** Whether the plane describes itself as the configuration does: a target missing there would never get its traffic. */
export async function examineDescription(input: {
  client: SignedClient
  settings: WebhookSettings
  limitMs: number
}): Promise<ControlFinding[]> {
  const { client, settings, limitMs } = input
  const asked = 'description'
  const judged = judgeStatus(await client.ask({ method: 'GET', path: PATHS.describe, limitMs }))
  if (judged.kind !== 'answered')
    return [{ asked, outcome: 'failed', answer: `It does not describe itself: ${judged.why}` }]
  const description = Description.safeParse(judged.json)
  if (!description.success) {
    const issue = description.error.issues[0]
    const where = issue?.path.join('.') || 'the top'
    return [{ asked, outcome: 'failed', answer: `A description outside the contract at ${where}: ${issue?.message}` }]
  }
  const differences = differencesOf(settings, description.data)
  return differences.length === 0
    ? [{ asked, outcome: 'ok', answer: 'It describes itself as the configuration does.' }]
    : [
        {
          asked,
          outcome: 'warning',
          answer: `It describes itself otherwise than the configuration: ${differences.join('; ')}.`,
        },
      ]
}

function differencesOf(settings: WebhookSettings, said: Description): string[] {
  return [
    ...listDifference('instances', settings.instances, said.instances),
    ...listDifference(
      'targets',
      settings.targets.map(({ id }) => id),
      said.targets.map(({ id }) => id),
    ),
    ...listDifference('segments', settings.segments, said.segments),
    ...(said.layer === settings.layer ? [] : [`layer ${said.layer}, not ${settings.layer}`]),
    ...(said.granularity.most < settings.weights.most
      ? [`weights up to ${said.granularity.most}, not ${settings.weights.most}`]
      : []),
    ...(settings.dryRun && !said.dryRun ? ['no dry run'] : []),
  ]
}

function listDifference(word: string, configured: readonly string[], said: readonly string[]): string[] {
  const missing = configured.filter((id) => !said.includes(id))
  const further = said.filter((id) => !configured.includes(id))
  return [
    ...(missing.length === 0 ? [] : [`it has no ${word} ${missing.join(', ')}`]),
    ...(further.length === 0 ? [] : [`it has further ${word} ${further.join(', ')}`]),
  ]
}
