import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { ROUTES } from '#contract/routes.ts'
import { STILL, journeysOf } from '../fixtures/journey.ts'
import { seriousFindings } from '../fixtures/serious-findings.ts'
import type { Spillway } from '../fixtures/spillway.ts'
import { until } from '../fixtures/until.ts'

/** Two people, each with a browser of their own, move users of the simulated world for real within it. */
const test = journeysOf({ scenario: 'calm' }, STILL)

test('What if, draft, approval by link, start typed, a step verified, paused, on the way back', async ({
  spillway,
  visitors,
}) => {
  await spillway.terminal('person', 'add', 'Ana', '--roles', 'viewer,engineer,crisis-leader')
  await spillway.terminal('person', 'add', 'Duarte', '--roles', 'viewer,approver')
  const [ana, duarte] = [(await visitors.open()).page, (await visitors.open()).page]
  await signIn(spillway, ana, 'Ana')
  await signIn(spillway, duarte, 'Duarte')

  await ana.goto(`${spillway.url}/evacuate`)
  const region = ana.locator('[data-region="us-west-2"]')
  await region.getByRole('button', { name: 'What if …' }).click({ timeout: 60_000 })
  // The demand is known once the history has been read.
  await ana.getByRole('button', { name: 'Draft it …' }).click({ timeout: 120_000 })
  await ana.getByLabel('Why').fill('Maintenance of its power supply')
  await ana.getByRole('button', { name: 'Draft it', exact: true }).click()
  await ana.getByRole('heading', { level: 1, name: 'Evacuate us-west-2: a draft' }).waitFor()
  await ana.getByText('would be accepted').first().waitFor()
  expect(await seriousFindings(ana)).toEqual([])
  await ana.getByRole('button', { name: 'Ask for approval' }).click()
  await ana.getByRole('button', { name: 'Copy the link for the approver' }).waitFor()

  await duarte.goto(ana.url())
  await duarte.getByRole('button', { name: 'Approve', exact: true }).click()
  await proven(duarte, duarte.getByRole('heading', { name: 'Evacuate us-west-2: approved' }))

  await ana.getByLabel('Type us-west-2').fill('us-west-2')
  await ana.getByRole('button', { name: 'Start: users leave us-west-2' }).click()
  await proven(ana, ana.getByRole('heading', { name: 'Evacuating us-west-2' }))
  await ana.getByText('Three witnesses · step 1').waitFor()
  await ana.locator('[data-verdict="verified"]').waitFor({ timeout: 90_000 })

  // Anyone on call may pause; the approver sees the same page.
  await duarte.getByRole('heading', { name: 'Evacuating us-west-2' }).waitFor()
  await duarte.locator('main').press('Space')
  await ana.getByRole('heading', { name: 'Evacuating us-west-2: paused' }).waitFor()
  expect(await seriousFindings(ana)).toEqual([])

  await ana.getByRole('button', { name: 'Roll back …' }).click()
  const dialog = ana.getByRole('dialog')
  const typed = dialog.getByLabel('Type us-west-2')
  if (await typed.isVisible()) await typed.fill('us-west-2')
  await dialog.getByRole('button', { name: 'Roll back' }).click()
  await ana.getByRole('heading', { name: 'Going back to us-west-2' }).waitFor()
  await ana.getByRole('link', { name: 'Report to print' }).click()
  await ana.getByRole('heading', { name: 'Evacuation of us-west-2' }).waitFor()
  await ana
    .getByText(/Maintenance of its power supply/)
    .first()
    .waitFor()
}, 400_000)

/** By the secret of the link that the terminal prints; the page that takes it would draw the whole map first. */
async function signIn(spillway: Spillway, page: Page, name: string): Promise<void> {
  const link = /#(\S+)/.exec(await spillway.terminal('sign-in', name))?.[1]
  const url = `${spillway.url}${ROUTES.sessionLink}`
  const answer = await page.request.post(url, { data: { link }, headers: { 'Spillway-Client': 'journey' } })
  if (!answer.ok()) throw new Error(`${name} could not sign in: ${await answer.text()}`)
}

/** A sign-in is a fresh proof for a while; where it has run out, a click is proof enough in the simulated world. */
async function proven(page: Page, sign: ReturnType<Page['getByRole']>): Promise<void> {
  await until('the act to be proven', async () => {
    const ask = page.getByRole('button', { name: 'It is me' })
    if (await ask.isVisible()) await ask.click()
    return sign.isVisible()
  })
}
