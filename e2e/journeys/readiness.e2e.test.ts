import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { readinessUrl } from '#web/urls/urls.ts'
import { STILL, journeysOf } from '../fixtures/journey.ts'
import { seriousFindings } from '../fixtures/serious-findings.ts'
import type { Spillway } from '../fixtures/spillway.ts'
import { until } from '../fixtures/until.ts'

/** On a calm afternoon two people make a plan stand ready; in the night one of them arms it. */
const test = journeysOf({ scenario: 'calm' }, STILL)

test('How ready, a plan adopted by one, approved by another, armed by one proof, its runbook taken along', async ({
  spillway,
  visitors,
}) => {
  await spillway.terminal('person', 'add', 'Ana', '--roles', 'viewer,engineer,crisis-leader')
  await spillway.terminal('person', 'add', 'Duarte', '--roles', 'viewer,approver')
  const [ana, duarte] = [(await visitors.open()).page, (await visitors.open()).page]
  await signIn(spillway, ana, 'Ana')
  await signIn(spillway, duarte, 'Duarte')

  await ana.goto(`${spillway.url}${readinessUrl('us-west-2')}`)
  await ana.getByRole('heading', { level: 2, name: 'us-west-2' }).waitFor({ timeout: 120_000 })
  await ana.getByText('us-west-2 has never been evacuated.').waitFor()
  await ana.getByText('9 of 9 answer').waitFor()
  await ana.getByRole('button', { name: 'Plan anew now' }).click()
  const alive = ana.getByRole('article', { name: 'While its edge answers' })
  await alive.getByText('Nobody stands for it').waitFor({ timeout: 60_000 })
  expect(await seriousFindings(ana)).toEqual([])

  await alive.getByRole('button', { name: 'Adopt …' }).click()
  const dialog = ana.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('Ready for the winter')
  expect(await seriousFindings(ana)).toEqual([])
  await dialog.getByRole('button', { name: 'Adopt' }).click()
  await alive.getByText('Waits for a second person').waitFor()
  // Ana adopted it; she cannot say yes to it.
  expect(await alive.getByRole('button', { name: 'Approve …' }).getAttribute('aria-disabled')).toBe('true')

  await duarte.goto(ana.url())
  const same = duarte.getByRole('article', { name: 'While its edge answers' })
  await same.getByRole('button', { name: 'Approve …' }).click()
  await duarte.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await proven(duarte, same.getByText('Approved', { exact: true }))

  await alive.getByText('Approved', { exact: true }).waitFor({ timeout: 30_000 })
  expect(await seriousFindings(ana)).toEqual([])
  const [download] = await Promise.all([
    ana.waitForEvent('download'),
    alive.getByRole('link', { name: /\.sh$/ }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^us-west-2\.edge-alive\.\d{4}-\d\d-\d\dT\d{6}Z\.sh$/)

  await alive.getByRole('button', { name: 'Arm …' }).click()
  await ana.getByRole('dialog').getByRole('button', { name: 'Arm' }).click()
  await proven(ana, ana.getByRole('heading', { level: 1, name: 'Evacuate us-west-2: approved' }))
  await ana.getByLabel('Type us-west-2').waitFor()
}, 300_000)

/** By the link that the terminal prints. */
async function signIn(spillway: Spillway, page: Page, name: string): Promise<void> {
  const link = /http\S+#\S+/.exec(await spillway.terminal('sign-in', name))?.[0]
  if (link === undefined) throw new Error(`no link for ${name}`)
  await page.goto(link)
  await page.getByRole('button', { name: `You: ${name}` }).waitFor({ timeout: 60_000 })
}

/** A sign-in is a fresh proof for a while; where it has run out, a click is proof enough in the simulated world. */
async function proven(page: Page, sign: ReturnType<Page['getByRole']>): Promise<void> {
  await until('the act to be proven', async () => {
    const ask = page.getByRole('button', { name: 'It is me' })
    if (await ask.isVisible()) await ask.click()
    return sign.isVisible()
  })
}
