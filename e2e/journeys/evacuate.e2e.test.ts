import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { ROUTES } from '#contract/routes.ts'
import { STILL, journeysOf } from '#e2e/fixtures/journey.ts'
import { seriousFindings } from '#e2e/fixtures/serious-findings.ts'
import type { Spillway } from '#e2e/fixtures/spillway.ts'
import { until } from '#e2e/fixtures/until.ts'
import { goByKeys } from '#e2e/screens/go-by-keys.ts'
import { focusIsKept, pressByKeyboard, tabOnto } from '#e2e/screens/visible-focus.ts'

/**
 * Two people, each with a browser of their own and neither with a mouse, move users of the simulated world for real within
 * it: every step by Tab, Enter and keys, and always seen where one is.
 */
const test = journeysOf({ scenario: 'calm' }, STILL)

test('What if, draft, approval by link, start typed, a step verified, paused, resumed, on the way back', async ({
  spillway,
  visitors,
}) => {
  await spillway.terminal('person', 'add', 'Ana', '--roles', 'viewer,engineer,crisis-leader')
  await spillway.terminal('person', 'add', 'Duarte', '--roles', 'viewer,approver')
  const [ana, duarte] = [(await visitors.open()).page, (await visitors.open()).page]
  await signIn(spillway, ana, 'Ana')
  await signIn(spillway, duarte, 'Duarte')

  await ana.goto(spillway.url)
  await ana.getByRole('button', { name: 'You: Ana' }).waitFor({ timeout: 60_000 })
  await goByKeys(ana, 'e', /\/evacuate/)
  const region = ana.locator('[data-region="us-west-2"]')
  await region.waitFor({ timeout: 60_000 })
  await pressByKeyboard(ana, region.getByRole('button', { name: 'What if …' }))
  // The demand is known once the history has been read.
  const toDraft = ana.getByRole('button', { name: 'Draft it …' })
  await toDraft.waitFor({ timeout: 120_000 })
  await pressByKeyboard(ana, toDraft)
  await ana.keyboard.type('Maintenance of its power supply')
  await pressByKeyboard(ana, ana.getByRole('button', { name: 'Draft it', exact: true }))
  await ana.getByRole('heading', { level: 1, name: 'Evacuate us-west-2: a draft' }).waitFor()
  await ana.getByText('would be accepted').first().waitFor()
  expect(await seriousFindings(ana)).toEqual([])
  await pressByKeyboard(ana, ana.getByRole('button', { name: 'Ask for approval' }))
  await tabOnto(ana, ana.getByRole('button', { name: 'Copy the link for the approver' }))

  await duarte.goto(ana.url())
  await pressByKeyboard(duarte, duarte.getByRole('button', { name: 'Approve', exact: true }))
  await proven(duarte, duarte.getByRole('heading', { name: 'Evacuate us-west-2: approved' }))

  await tabOnto(ana, ana.getByLabel('Type us-west-2'))
  await ana.keyboard.type('us-west-2')
  await ana.keyboard.press('Enter')
  await proven(ana, ana.getByRole('heading', { name: 'Evacuating us-west-2' }))
  await ana.getByText('Three witnesses · step 1').waitFor()
  await ana.locator('[data-verdict="verified"]').waitFor({ timeout: 90_000 })

  // Anyone on call may pause; the approver sees the same page.
  await duarte.getByRole('heading', { name: 'Evacuating us-west-2' }).waitFor()
  await focusIsKept(duarte)
  await pressByKeyboard(duarte, duarte.getByRole('button', { name: /^Pause/ }))
  await ana.getByRole('heading', { name: 'Evacuating us-west-2: paused' }).waitFor()
  expect(await seriousFindings(ana)).toEqual([])
  await pressByKeyboard(ana, ana.getByRole('button', { name: 'Resume' }))
  await ana.getByRole('heading', { name: 'Evacuating us-west-2', exact: true }).waitFor()

  await pressByKeyboard(ana, ana.getByRole('button', { name: 'Roll back …' }))
  await pressByKeyboard(ana, ana.getByRole('dialog').getByRole('button', { name: 'Roll back' }))
  await ana.getByRole('heading', { name: 'Going back to us-west-2' }).waitFor()
  await focusIsKept(ana)
  await pressByKeyboard(ana, ana.getByRole('link', { name: 'Report to print' }))
  await ana.getByRole('heading', { name: 'Evacuation of us-west-2' }).waitFor()
  await ana.getByRole('table', { name: 'Planned against actual' }).waitFor()
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

/** A sign-in is a fresh proof for a while; where it has run out, Enter is proof enough in the simulated world. */
async function proven(page: Page, sign: ReturnType<Page['getByRole']>): Promise<void> {
  await until('the act to be proven', async () => {
    const ask = page.getByRole('button', { name: 'It is me' })
    if (await ask.isVisible()) await pressByKeyboard(page, ask)
    return sign.isVisible()
  })
  await focusIsKept(page)
}
